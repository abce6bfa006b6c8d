Console.WriteLine("cti");
