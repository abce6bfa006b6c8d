using System.Diagnostics;
using System.Text.Json;
using Cti.Records;
using Cti.Tests.Servers;
using Cti.Tests.Warehouses.Redshift;
using Cti.Warehouses;
using Cti.Warehouses.Glue;
using Cti.Warehouses.Glue.Api;

namespace Cti.Tests.Warehouses.Glue;

/// <summary>Everything that is sent to Athena, parsed by the grammars of the engines that it is made of: Trino for queries, Hive for the catalogue.</summary>
public sealed class AthenaGrammarTests
{
    private static readonly TableNaming s_naming = new("cti_web");

    [Fact]
    public async Task Queries_OfEveryDataset_AreTrinoSql()
    {
        SavedQuery[] queries = [.. DatasetCatalog.All.SelectMany(d => AthenaQueries.Of(d, s_naming))];

        Assert.Contains(queries, q => q.Name == "number-of-events-by-day");
        Assert.Contains(queries, q => q.Name == "top-tags");
        await AssertParsedAsync("trino", [.. queries.Select(q => q.QueryString)]);
    }

    [Fact]
    public async Task Views_OfEveryDataset_AreTrinoSql() =>
        await AssertParsedAsync("trino", [.. DatasetCatalog.All.SelectMany(d => CurrentView.Of(d, s_naming)).Select(v => AthenaDdl.CreateView("cti_web", v))]);

    [Fact]
    public async Task Statements_OfALoad_AreHiveSql()
    {
        LoadSource source = RedshiftRuns.Source("s3://b/out", "it's-1", "events");
        List<string> statements = [AthenaDdl.CreateDatabase("cti_web")];
        foreach (TableDefinition table in DatasetCatalog.All.SelectMany(d => d.Tables))
        {
            RunPartition partition = RunPartition.Of(source, table);
            statements.Add(AthenaDdl.CreateTable("cti_web", table.Name, table, partition.TableLocation));
            statements.Add(AthenaDdl.AddPartition("cti_web", table.Name, partition));
            statements.Add(AthenaDdl.SetLocation("cti_web", table.Name, partition));
        }

        await AssertParsedAsync("hive", statements);
    }

    [Theory]
    [InlineData("trino", "SELECT LEFT(a, 3) FROM b")]
    [InlineData("hive", "CREATE EXTERNAL TABLE `d`.`t` (`a` string) PARTITIONED (`run` string)")]
    public async Task Parse_WhatTheEngineDoesNotKnow_IsToldAsFault(string grammar, string sql) => Assert.NotNull((await ParseAsync(grammar, [sql]))[0]);

    private static async Task AssertParsedAsync(string grammar, List<string> statements)
    {
        string?[] faults = await ParseAsync(grammar, statements);
        string[] told = [.. faults.Zip(statements).Where(p => p.First is not null).Select(p => $"{p.First}\n{p.Second}")];
        Assert.True(told.Length == 0, string.Join("\n\n", told));
        Assert.Equal(statements.Count, faults.Length);
    }

    private static async Task<string?[]> ParseAsync(string grammar, List<string> statements)
    {
        string folder = Repository.Path("cti", "tests", "grammars");
        await NodePackages.EnsureAsync(folder);
        using Process process = Process.Start(new ProcessStartInfo("node", ["parse.mjs"]) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(JsonSerializer.Serialize(statements.Select(s => new { grammar, sql = s })));
        process.StandardInput.Close();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? JsonSerializer.Deserialize<string?[]>(output)! : throw new InvalidOperationException($"node parse.mjs ended with {process.ExitCode}: {await errors}");
    }
}
