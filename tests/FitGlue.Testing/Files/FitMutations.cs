using System.Buffers.Binary;

namespace FitGlue.Testing.Files;

/// <summary>What a broken or hostile device could write between a header and a checksum that hold.</summary>
public static class FitMutations
{
    private static readonly byte[] BaseTypes =
    [
        0x00,
        0x01,
        0x02,
        0x83,
        0x84,
        0x85,
        0x86,
        0x07,
        0x88,
        0x89,
        0x0A,
        0x8B,
        0x8C,
        0x0D,
        0x8E,
        0x8F,
        0x90,
        0xFF,
        0x1E,
    ];
    private static readonly ushort[] Messages = [0, 12, 18, 19, 20, 21, 23, 34, 49, 132, 206, 207, 65_535];
    private static readonly byte[] Fields = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 25, 53, 73, 78, 253, 254, 255];
    private static readonly byte[] Fillers = [0x00, 0x01, 0x7F, 0x80, 0xFE, 0xFF];

    private static readonly (string Name, Action<List<byte[]>, Random> Change)[] All =
    [
        ("a message gone", (pieces, draw) => pieces.RemoveAt(draw.Next(pieces.Count))),
        ("a message twice", (pieces, draw) => pieces.Insert(draw.Next(pieces.Count), pieces[draw.Next(pieces.Count)])),
        ("messages swapped", Swap),
        ("a message many times", Repeat),
        ("another field", (pieces, draw) => ChangeField(pieces, draw, 0, Fields[draw.Next(Fields.Length)])),
        ("another size", (pieces, draw) => ChangeField(pieces, draw, 1, (byte)draw.Next(256))),
        ("another base type", (pieces, draw) => ChangeField(pieces, draw, 2, BaseTypes[draw.Next(BaseTypes.Length)])),
        ("another message", ChangeMessage),
        ("the other order of bytes", (pieces, draw) => ChangeDefinition(pieces, draw, piece => piece[2] ^= 1)),
        ("another local type", (pieces, draw) => AnyPiece(pieces, draw, piece => piece[0] = (byte)((piece[0] & 0xF0) | draw.Next(16)))),
        ("a compressed time", (pieces, draw) => AnyPiece(pieces, draw, piece => piece[0] = (byte)(0x80 | draw.Next(128)))),
        ("an extreme value", (pieces, draw) => AnyPiece(pieces, draw, piece => Fill(piece, draw))),
        ("a wild number", (pieces, draw) => AnyPiece(pieces, draw, piece => Wild(piece, draw))),
        ("any bytes", (pieces, draw) => AnyPiece(pieces, draw, piece => draw.NextBytes(piece.AsSpan(1)))),
    ];

    /// <summary>One to four changes, with the checksum repaired.</summary>
    public static byte[] Of(byte[] file, Random draw)
    {
        var pieces = FitPieces.Of(file).ConvertAll(piece => (byte[])[.. piece]);
        for (var changes = draw.Next(1, 5); changes > 0 && pieces.Count > 1; changes--)
        {
            All[draw.Next(All.Length)].Change(pieces, draw);
        }

        return FitPieces.Join(pieces, (byte)(draw.Next(4) == 0 ? draw.Next(12, 40) : 14));
    }

    private static void Swap(List<byte[]> pieces, Random draw)
    {
        var (one, other) = (draw.Next(pieces.Count), draw.Next(pieces.Count));
        (pieces[one], pieces[other]) = (pieces[other], pieces[one]);
    }

    private static void Repeat(List<byte[]> pieces, Random draw)
    {
        var at = draw.Next(pieces.Count);
        pieces.InsertRange(at, Enumerable.Repeat(pieces[at], draw.Next(2, 400)));
    }

    private static void ChangeField(List<byte[]> pieces, Random draw, int part, byte value) =>
        ChangeDefinition(
            pieces,
            draw,
            piece =>
            {
                if (piece[5] > 0)
                {
                    piece[6 + (draw.Next(piece[5]) * 3) + part] = value;
                }
            }
        );

    private static void ChangeMessage(List<byte[]> pieces, Random draw) =>
        ChangeDefinition(
            pieces,
            draw,
            piece => BinaryPrimitives.WriteUInt16LittleEndian(piece.AsSpan(3), Messages[draw.Next(Messages.Length)])
        );

    private static void ChangeDefinition(List<byte[]> pieces, Random draw, Action<byte[]> change)
    {
        byte[][] definitions = [.. pieces.Where(piece => FitPieces.IsDefinition(piece) && piece.Length >= 6 + (piece[5] * 3))];
        if (definitions.Length > 0)
        {
            change(definitions[draw.Next(definitions.Length)]);
        }
    }

    private static void AnyPiece(List<byte[]> pieces, Random draw, Action<byte[]> change) => change(pieces[draw.Next(pieces.Count)]);

    private static void Fill(byte[] piece, Random draw)
    {
        var from = draw.Next(1, piece.Length + 1);
        piece.AsSpan(from, Math.Min(piece.Length - from, draw.Next(1, 9))).Fill(Fillers[draw.Next(Fillers.Length)]);
    }

    private static void Wild(byte[] piece, Random draw)
    {
        if (piece.Length > sizeof(uint))
        {
            BinaryPrimitives.WriteUInt32LittleEndian(
                piece.AsSpan(draw.Next(1, piece.Length - sizeof(uint) + 1)),
                (uint)draw.NextInt64(uint.MaxValue)
            );
        }
    }
}
