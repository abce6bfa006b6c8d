namespace Cti.RedshiftSimulator;

/// <summary>The simulator as a program.</summary>
internal static class Program
{
    public static Task<int> Main(string[] arguments)
    {
        SimulatorCommand command = new();
        return command.Parse(arguments).InvokeAsync();
    }
}
