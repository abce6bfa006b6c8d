// Many of the tests wait for servers: more of them at a time than there are cores keep these busy.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
