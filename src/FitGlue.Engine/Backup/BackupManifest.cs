using System.Text.Json;

namespace FitGlue.Engine.Backup;

/// <summary>What a backup holds, so that it can be proved whole without this server.</summary>
/// <param name="Program">Version of the program that made it.</param>
/// <param name="Schema">The newest migration of its database.</param>
/// <param name="Rows">Rows by table.</param>
/// <param name="DamagedDocuments">Documents whose content does not match their hash: they were damaged before.</param>
/// <param name="Files">SHA-256 by name, lower-case hex.</param>
public sealed record BackupManifest(
    int Format,
    string Program,
    string Schema,
    DateTimeOffset CreatedAt,
    IReadOnlyDictionary<string, long> Rows,
    int DamagedDocuments,
    IReadOnlyDictionary<string, string> Files
)
{
    public const int CurrentFormat = 1;
    public const string FileName = "manifest.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <exception cref="IntegrityException">It is none.</exception>
    public static BackupManifest Read(Stream stream)
    {
        try
        {
            return JsonSerializer.Deserialize<BackupManifest>(stream, Json) ?? throw new JsonException("It is empty.");
        }
        catch (JsonException exception)
        {
            throw new IntegrityException("Its manifest cannot be read.", exception);
        }
    }
}

/// <summary>Something stored is not what it was when it was written.</summary>
public sealed class IntegrityException(string message, Exception? inner = null) : Exception(message, inner);
