using Cti.Cli.Settings;
using Cti.Failures;
using Cti.Records;

namespace Cti.Tests.Cli.Settings;

public sealed class SettingsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_AllFourSources_MergesKeyByKeyInTheirOrder()
    {
        string file = _folder.Write("a.json", """{"region":"from-file","database":"from-file","schema":"from_file"}""");
        string last = _folder.Write("b.json", """{"region":"from-last","database":"from-last","schema":"from_last","username":"from-last","hostname":"from-last"}""");
        Dictionary<string, string> environment = new()
        {
            ["CTI_REGION"] = "from-key",
            ["CTI_SETTINGS"] = """{"region":"from-json","database":"from-json","schema":"from_json","username":"from-json"}""",
            ["CTI_SETTINGS_FILE"] = last,
        };

        CtiSettings settings = SettingsLoader.Bind(SettingsReader.Read(file, environment), new SettingsNeeds());

        Assert.Equal("from-key", settings.Region);
        Assert.Equal("from-file", settings.Database);
        Assert.Equal("from_file", settings.Schema);
        Assert.Equal("from-json", settings.Username);
        Assert.Equal("from-last", settings.Hostname);
    }

    [Fact]
    public void Read_BlankOrNullValue_LetsTheNextSourceSpeak()
    {
        Dictionary<string, string> environment = new()
        {
            ["CTI_REGION"] = string.Empty,
            ["CTI_SETTINGS"] = """{"region":"eu-west-1","database":null,"username":" "}""",
        };

        CtiSettings settings = SettingsLoader.Bind(SettingsReader.Read(null, environment), new SettingsNeeds());

        Assert.Equal("eu-west-1", settings.Region);
        Assert.Null(settings.Database);
        Assert.Null(settings.Username);
    }

    [Theory]
    [InlineData("""{"port":"5433","cpus":"1.5","mem":"512m","shm_size":64}""")]
    [InlineData("""{"port":5433,"cpus":1.5,"mem":536870912,"shm_size":"64"}""")]
    public void Bind_NumbersAsTextOrNumber_AreTheSame(string json)
    {
        CtiSettings settings = Bound(json);

        Assert.Equal(5433, settings.Port);
        Assert.Equal(1.5m, settings.Cpus);
        Assert.Equal(536_870_912, settings.Mem);
        Assert.Equal(64, settings.ShmSize);
    }

    [Fact]
    public void Bind_ManyViolations_NamesEveryKeyAndOriginAndNoValue()
    {
        const string json = """
            {"regoin":"planted-value-1","port":"planted-value-2","access_key":"REPLACE_WITH_YOUR_VALUE","endpoint_url":"planted-value-3",
             "iam":"planted-value-4","cpus":-1,"password":["planted-value-5"],"workgroup":"w","cluster":"c","table":"a-b"}
            """;
        Dictionary<string, string> environment = new() { ["CTI_SETTINGS"] = json, ["CTI_SECRT_KEY"] = "planted-value-6", ["CTI_MEM"] = "planted-value-7" };

        CtiException failure = Assert.Throws<CtiException>(() => SettingsLoader.Bind(SettingsReader.Read(null, environment), new SettingsNeeds()));

        Assert.Equal(FailureKind.Usage, failure.Kind);
        Assert.Equal("settings", failure.Stage);
        Assert.DoesNotContain("planted-value", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
        string[] expected =
        [
            "regoin (from CTI_SETTINGS): there is no such setting; did you mean region?",
            "CTI_SECRT_KEY (from the environment): there is no such setting; did you mean CTI_SECRET_KEY?",
            "port (from CTI_SETTINGS): it must be a whole number",
            "access_key (from CTI_SETTINGS): it still holds the example's placeholder",
            "secret_key: it is needed beside access_key",
            "endpoint_url (from CTI_SETTINGS): it must be an http",
            "iam (from CTI_SETTINGS): it must be a role's ARN",
            "cpus (from CTI_SETTINGS): it must be a number above 0",
            "password (from CTI_SETTINGS): it must be text, found Array",
            "cluster (from CTI_SETTINGS): it excludes workgroup",
            "table (from CTI_SETTINGS): it must be a name",
            "mem (from CTI_MEM): it must be bytes",
        ];
        Assert.All(expected, e => Assert.Contains(e, failure.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_PlaceholderThatAStrongerSourceReplaces_IsNoViolation()
    {
        Dictionary<string, string> environment = new() { ["CTI_PASSWORD"] = "real", ["CTI_SETTINGS"] = """{"password":"REPLACE_WITH_YOUR_VALUE"}""" };

        Assert.Equal("real", SettingsLoader.Bind(SettingsReader.Read(null, environment), new SettingsNeeds()).Password);
    }

    [Fact]
    public void Read_SecretFile_IsReadWithoutItsLineEndAndLosesToTheVariable()
    {
        string file = _folder.Write("password", "from file\n");

        Assert.Equal("from file", Bound("{}", ("CTI_PASSWORD_FILE", file)).Password);
        Assert.Equal("direct", Bound("{}", ("CTI_PASSWORD_FILE", file), ("CTI_PASSWORD", "direct")).Password);
    }

    [Theory]
    [InlineData("{\"pepper\": \"planted-value", "no valid JSON")]
    [InlineData("[1]", "one JSON object, found Array")]
    public void Read_MalformedJson_IsAViolationThatDoesNotQuoteIt(string json, string expected)
    {
        SettingsViolation violation = Assert.Single(SettingsReader.Read(null, new Dictionary<string, string> { ["CTI_SETTINGS"] = json }).Violations);

        Assert.Contains(expected, violation.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("planted", violation.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MissingFiles_AreViolationsNamingThem()
    {
        Dictionary<string, string> environment = new() { ["CTI_SETTINGS_FILE"] = _folder.At("b.json"), ["CTI_PEPPER_FILE"] = _folder.At("pepper") };

        MergedSettings merged = SettingsReader.Read(_folder.At("a.json"), environment);

        Assert.Equal(
            new[] { _folder.At("pepper"), _folder.At("a.json"), _folder.At("b.json") },
            merged.Violations.Select(v => v.Key));
    }

    [Fact]
    public void Read_VariableLikeNoSetting_IsAStrangerOnly()
    {
        MergedSettings merged = SettingsReader.Read(null, new Dictionary<string, string> { ["CTI_KUBERNETES_SERVICE_HOST"] = "x", ["CTI_SPILL_DIR"] = "/tmp" });

        Assert.Empty(merged.Violations);
        Assert.Equal(["CTI_KUBERNETES_SERVICE_HOST"], merged.Strangers);
    }

    [Fact]
    public void Read_SecretsOfEverySource_AreKnownForRedaction()
    {
        Dictionary<string, string> environment = new() { ["CTI_PASSWORD"] = "winner", ["CTI_SETTINGS"] = """{"password":"loser","region":"public"}""" };

        Assert.Equal(["winner", "loser"], SettingsReader.Read(null, environment).Secrets);
    }

    [Fact]
    public void Bind_PepperNeededAndMissing_SaysHowToGiveIt()
    {
        MergedSettings nothing = SettingsReader.Read(null, new Dictionary<string, string>());

        CtiException failure = Assert.Throws<CtiException>(() => SettingsLoader.Bind(nothing, new SettingsNeeds(Pepper: true)));

        Assert.Contains("CTI_PEPPER", failure.Message, StringComparison.Ordinal);
        Assert.Null(SettingsLoader.Bind(nothing, new SettingsNeeds()).Pepper);
    }

    [Fact]
    public void Bind_TableForADatasetOfSeveralTables_IsRefused()
    {
        MergedSettings merged = SettingsReader.Read(null, new Dictionary<string, string> { ["CTI_TABLE"] = "other" });

        Assert.Equal("other", SettingsLoader.Bind(merged, new SettingsNeeds(DatasetCatalog.Find("events"))).Table);
        CtiException failure = Assert.Throws<CtiException>(() => SettingsLoader.Bind(merged, new SettingsNeeds(DatasetCatalog.Find("interactions"))));
        Assert.Contains("table (from CTI_TABLE): the dataset interactions has several tables", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToString_Settings_ShowsNoSecret() =>
        Assert.DoesNotContain("planted", Bound("""{"password":"planted"}""").ToString(), StringComparison.Ordinal);

    private static CtiSettings Bound(string json, params (string Name, string Value)[] environment) =>
        SettingsLoader.Bind(
            SettingsReader.Read(null, environment.Append(("CTI_SETTINGS", json)).ToDictionary()),
            new SettingsNeeds());
}
