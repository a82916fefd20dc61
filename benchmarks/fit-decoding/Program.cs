using System.Globalization;
using FitDecoding;

if (args is not [var script, var folder, var rounds, var seconds, .. var file])
{
    Console.Error.WriteLine("Use ./run.");
    return 2;
}

var path = file is [var chosen] ? chosen : Ride.WriteTo(folder);
var benchmark = new Benchmark(
    script,
    path,
    int.Parse(rounds, CultureInfo.InvariantCulture),
    TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture))
);
return benchmark.Run() ? 0 : 1;
