// Whole processes at work, some of them bounded in memory and time: one case at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
