// Whole processes at work: two cases at a time, those whose peak of memory is looked at by themselves.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]
