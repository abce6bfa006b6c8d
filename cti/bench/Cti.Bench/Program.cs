using System.CommandLine;
using Cti.Bench;
using Cti.Bench.Commands;

RootCommand root = new("Measures cti beside its peers, and kills it at random moments.") { CompareCommand.Create(), KillCommand.Create() };
try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (BenchException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 1;
}
