using System.Collections.Concurrent;
using Cti.Pipelines.Extraction;

namespace Cti.Tests.Pipelines.Extraction;

public sealed class OrderedFlowTests
{
    private const int Blocks = 40;

    [Theory]
    [InlineData("nothing")]
    [InlineData("deduplicate")]
    [InlineData("encode")]
    [InlineData("write")]
    public async Task RunAsync_StepFails_WritesOrDiscardsEachResultOnce(string failing)
    {
        ConcurrentBag<int> made = [];
        ConcurrentBag<int> released = [];
        int read = 0;
        OrderedFlow<object, int, int> flow = new(8, TaskScheduler.Default)
        {
            Read = _ => ValueTask.FromResult<object?>(read < Blocks ? read++ : null),
            Transform = block => (int)block,
            Deduplicate = number => FailAt(number, "deduplicate"),
            Encode = number =>
            {
                FailAt(number, "encode");
                made.Add(number);
                return number;
            },
            Write = async (number, _) =>
            {
                released.Add(number);
                await Task.Delay(1, CancellationToken.None);
                FailAt(number, "write");
            },
            Discard = released.Add,
        };

        Exception? error = await Record.ExceptionAsync(() => flow.RunAsync(CancellationToken.None));

        Assert.Equal(failing == "nothing" ? null : $"{failing} of 17", error?.Message);
        Assert.Equal(failing == "nothing" ? Blocks : made.Count, released.Count);
        Assert.Equal(made.Order(), released.Order());

        void FailAt(int number, string step)
        {
            if (number == 17 && step == failing)
                throw new InvalidOperationException($"{step} of 17");
        }
    }
}
