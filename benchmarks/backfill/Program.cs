using System.Globalization;
using Backfill;

if (args is not [var program, var folder, var workouts])
{
    Console.Error.WriteLine("Use ./run.");
    return 2;
}

await using var cloud = await Cloud.StartAsync(int.Parse(workouts, CultureInfo.InvariantCulture), CancellationToken.None);
using var server = new Server(program, folder, cloud);
await server.SignInAsync(CancellationToken.None);
await server.ConnectAsync(CancellationToken.None);
return await Measurement.RunAsync(cloud, server, CancellationToken.None) ? 0 : 1;
