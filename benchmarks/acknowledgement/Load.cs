using System.Diagnostics;
using System.Net.Sockets;

namespace Acknowledgement;

/// <summary>64 connections that ask as fast as they are answered.</summary>
internal static class Load
{
    private const int Connections = 64;

    /// <summary>Until the time is over.</summary>
    public static async Task<Measured> RunAsync(int port, TimeSpan duration, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var all = await Task.WhenAll(
            Enumerable.Range(0, Connections).Select(_ => AskAsync(port, () => watch.Elapsed < duration, cancellationToken))
        );
        var ticks = all.SelectMany(one => one.Ticks).Order().ToArray();
        return new(
            ticks.Length / watch.Elapsed.TotalSeconds,
            Milliseconds(ticks[ticks.Length / 2]),
            Milliseconds(ticks[ticks.Length * 99 / 100]),
            all.Sum(one => one.Refused)
        );
    }

    /// <summary>Until the server is gone.</summary>
    /// <returns>The ids that it had acknowledged.</returns>
    public static async Task<IReadOnlyList<string>> RunUntilGoneAsync(int port, CancellationToken cancellationToken)
    {
        var all = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => AskAsync(port, () => true, cancellationToken)));
        return [.. all.SelectMany(one => one.Acknowledged)];
    }

    private static async Task<Asked> AskAsync(int port, Func<bool> goesOn, CancellationToken cancellationToken)
    {
        var asked = new Asked();
        using var connection = new Connection(port);
        await connection.OpenAsync(cancellationToken);
        try
        {
            while (goesOn())
            {
                var id = Guid.NewGuid().ToString();
                var request = SignedEvents.Request(id, port);
                var began = Stopwatch.GetTimestamp();
                var status = await connection.AskAsync(request, cancellationToken);
                asked.Note(id, status, Stopwatch.GetTimestamp() - began);
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            asked.Broken = exception;
        }

        return asked;
    }

    private static double Milliseconds(long ticks) => ticks * 1000.0 / Stopwatch.Frequency;

    private sealed class Asked
    {
        public List<long> Ticks { get; } = [];

        public List<string> Acknowledged { get; } = [];

        public int Refused { get; private set; }

        public Exception? Broken { get; set; }

        public void Note(string id, int status, long ticks)
        {
            if (status is >= 200 and < 300)
            {
                Acknowledged.Add(id);
                Ticks.Add(ticks);
            }
            else
            {
                Refused++;
            }
        }
    }
}

internal sealed record Measured(double PerSecond, double MedianMilliseconds, double P99Milliseconds, int Refused);
