using System.Reflection;
using System.Runtime.CompilerServices;
using Cti.Parquet;

namespace Cti.Pipelines.Extraction;

/// <summary>Compiles the loops that rows spend their time in, ahead of the first row.</summary>
/// <remarks>
/// They are compiled for the machine that they run on, not ahead of time, and one after the other as the first block comes to them: while
/// settings are read and inputs listed, another core has time for it. Whatever a block needs first is compiled where it is needed.
/// </remarks>
public static class HotLoops
{
    private const BindingFlags Everything = BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>Compiles every method of the program that is marked for it and not generic.</summary>
    public static void Compile()
    {
        foreach (Type type in new[] { typeof(HotLoops).Assembly, typeof(RowGroupEncoder).Assembly }.SelectMany(assembly => assembly.GetTypes()))
        {
            if (type.ContainsGenericParameters)
                continue;
            foreach (MethodInfo method in type.GetMethods(Everything))
            {
                if (method.MethodImplementationFlags.HasFlag(MethodImplAttributes.AggressiveOptimization) && !method.ContainsGenericParameters)
                    RuntimeHelpers.PrepareMethod(method.MethodHandle);
            }
        }
    }
}
