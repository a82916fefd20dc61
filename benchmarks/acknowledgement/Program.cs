using System.Globalization;
using Acknowledgement;

if (args is ["floor", var port])
{
    await Floor.RunAsync(int.Parse(port, CultureInfo.InvariantCulture));
    return 0;
}

if (args is not [var program, var fastify, var folder, var rounds, var seconds])
{
    Console.Error.WriteLine("Use ./run.");
    return 2;
}

var benchmark = new Benchmark(
    program,
    fastify,
    folder,
    int.Parse(rounds, CultureInfo.InvariantCulture),
    TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture))
);
return await benchmark.RunAsync(CancellationToken.None) ? 0 : 1;
