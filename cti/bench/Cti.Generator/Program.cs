using System.CommandLine;
using Cti.Generator.Commands;

RootCommand root = new("Writes test data of any size together with the truth about it. Deterministic for a seed on any machine.")
{
    EventsCommand.Create(),
    KeyDataCommand.Create(),
    InteractionsCommand.Create(),
    HourlyCommand.Create(),
    WebEventsCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
