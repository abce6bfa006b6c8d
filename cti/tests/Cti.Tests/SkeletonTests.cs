namespace Cti.Tests;

public class SkeletonTests { [Fact] public void Assembly_Loads_HasName() => Assert.Equal("cti", typeof(Program).Assembly.GetName().Name); }
