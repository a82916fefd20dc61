using System.Globalization;
using BoosterBenchmark;

return new Benchmark(TimeSpan.FromSeconds(int.Parse(args is [var seconds] ? seconds : "10", CultureInfo.InvariantCulture))).Run() ? 0 : 1;
