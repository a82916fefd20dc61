using System.Net;
using System.Net.Sockets;

namespace FitGlue.Testing;

/// <summary>Ports that stay free until the test takes them: below those that the system hands out to whoever connects or asks for any.</summary>
public static class Ports
{
    private const int First = 10_000;
    private const int Last = 30_000;

    // Test programs that run beside each other begin at different places.
    private static int _next = Environment.ProcessId * 37;

    public static int Free()
    {
        while (true)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _next) % (Last - First));
            if (IsFree(port))
            {
                return port;
            }
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
