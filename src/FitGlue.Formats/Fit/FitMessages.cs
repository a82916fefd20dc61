namespace FitGlue.Formats.Fit;

internal enum FitMessageOutcome
{
    Read,

    /// <summary>The file ends within or before it.</summary>
    Cut,

    /// <summary>No file says such a thing.</summary>
    Damaged,
}

/// <summary>Reads the messages of one file and hands each to its content.</summary>
internal sealed class FitMessages(FitStream bytes, FitContent content)
{
    private const byte CompressedFlag = 0x80;
    private const byte DefinitionFlag = 0x40;
    private const byte DeveloperFlag = 0x20;
    private const byte LocalTypeMask = 0x0F;
    private const byte CompressedTimeMask = 0x1F;
    private const int DefinitionHeadSize = 5;
    private const int FieldSize = 3;

    private readonly FitDefinition?[] _definitions = new FitDefinition?[LocalTypeMask + 1];
    private uint? _lastTimestamp;

    public FitMessageOutcome ReadNext()
    {
        if (!bytes.TryTake(1, out var taken))
        {
            return FitMessageOutcome.Cut;
        }

        var header = taken[0];
        return (header & CompressedFlag) != 0 ? ReadData((header >> 5) & 0x03, Uncompressed(header & CompressedTimeMask))
            : (header & DefinitionFlag) != 0 ? ReadDefinition(header)
            : ReadData(header & LocalTypeMask, timestamp: null);
    }

    private FitMessageOutcome ReadDefinition(byte header)
    {
        if (!bytes.TryTake(DefinitionHeadSize, out var head))
        {
            return FitMessageOutcome.Cut;
        }

        var (message, bigEndian, fieldBytes) = FitDefinition.ReadHead(head);
        if (head[1] > 1)
        {
            return FitMessageOutcome.Damaged;
        }

        if (!bytes.TryTake(fieldBytes, out var fields))
        {
            return FitMessageOutcome.Cut;
        }

        var definition = new FitDefinition(message, bigEndian, fields);
        if ((header & DeveloperFlag) != 0 && !TryReadDeveloperFields(definition))
        {
            return FitMessageOutcome.Cut;
        }

        _definitions[header & LocalTypeMask] = definition;
        return FitMessageOutcome.Read;
    }

    private bool TryReadDeveloperFields(FitDefinition definition)
    {
        if (!bytes.TryTake(1, out var count) || !bytes.TryTake(count[0] * FieldSize, out var fields))
        {
            return false;
        }

        for (var field = 0; field < fields.Length; field += FieldSize)
        {
            definition.DeveloperSize += fields[field + 1];
        }

        return true;
    }

    private FitMessageOutcome ReadData(int localType, uint? timestamp)
    {
        if (_definitions[localType] is not { } definition)
        {
            return FitMessageOutcome.Damaged;
        }

        if (!bytes.TryTake(definition.Size, out var payload))
        {
            return FitMessageOutcome.Cut;
        }

        var written = FitData.TimestampIn(definition, payload) ?? timestamp;
        _lastTimestamp = written ?? _lastTimestamp;
        content.Add(new(definition, payload, written));
        return bytes.TrySkip(definition.DeveloperSize) ? FitMessageOutcome.Read : FitMessageOutcome.Cut;
    }

    /// <summary>The header of a message has room for the last five bits of its time; they run over each 32 seconds.</summary>
    private uint? Uncompressed(int lowBits) =>
        _lastTimestamp is { } last ? last + (uint)((lowBits - (int)last) & CompressedTimeMask) : null;
}
