using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;

namespace FitGlue.Cli.Demo;

/// <summary>What a second start of the demo has to know of the first; kept in its data directory.</summary>
internal sealed record DemoState(int ServerPort, int SimulatorPort, string Email, string Password, string ClientSecret)
{
    public static DemoState LoadOrCreate(string folder, int port)
    {
        var file = Path.Combine(folder, "demo.json");
        var state = File.Exists(file) ? JsonSerializer.Deserialize<DemoState>(File.ReadAllText(file))! : New(port);
        state = state with { ServerPort = FreePort(state.ServerPort), SimulatorPort = FreePort(state.SimulatorPort) };
        Directory.CreateDirectory(folder);
        File.WriteAllText(file, JsonSerializer.Serialize(state));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return state;
    }

    private static DemoState New(int port) =>
        new(
            port,
            port + 10,
            "demo@fitglue.local",
            RandomNumberGenerator.GetHexString(12, lowercase: true),
            RandomNumberGenerator.GetHexString(32)
        );

    /// <summary>The port itself where nobody listens on it, else any free one.</summary>
    private static int FreePort(int wanted)
    {
        foreach (var port in (int[])[wanted, 0])
        {
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException) when (port != 0)
            {
                Console.Error.WriteLine($"Port {port} is taken; another one is used.");
            }
        }

        throw new CommandException("There is no free port on 127.0.0.1.", ExitCode.Unexpected);
    }
}
