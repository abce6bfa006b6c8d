using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
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
    /// <summary>Compiles every method of the program that is marked for it and not generic.</summary>
    public static void Compile()
    {
        foreach (Assembly assembly in new[] { typeof(HotLoops).Assembly, typeof(RowGroupEncoder).Assembly })
        {
            foreach (int token in MarkedMethods(assembly))
            {
                MethodBase? method = assembly.ManifestModule.ResolveMethod(token);
                if (method is { ContainsGenericParameters: false })
                    RuntimeHelpers.PrepareMethod(method.MethodHandle);
            }
        }
    }

    // Found in the metadata itself: reflection would load every type of the program, which takes longer than all the compiling.
    private static unsafe List<int> MarkedMethods(Assembly assembly)
    {
        List<int> tokens = [];
        if (!assembly.TryGetRawMetadata(out byte* blob, out int length))
            return tokens;
        MetadataReader reader = new(blob, length);
        foreach (MethodDefinitionHandle handle in reader.MethodDefinitions)
        {
            if (reader.GetMethodDefinition(handle).ImplAttributes.HasFlag(MethodImplAttributes.AggressiveOptimization))
                tokens.Add(MetadataTokens.GetToken(handle));
        }

        return tokens;
    }
}
