using FitGlue.Core.Activities;
using FitGlue.Testing;
using Shouldly;
using Xunit;
using static FitGlue.Testing.FitBuilder;

namespace FitGlue.Tests.Formats.Fit;

/// <summary>Speed, distance and cadence as old devices packed them; the bytes are worked out by hand.</summary>
public sealed class FitOdometerTests
{
    // 3.50 m/s at 100 m, 4.00 m/s at 250 m, and at 257.5 m, which is beyond 256 m.
    private static readonly byte[][] Packed =
    [
        [0x5E, 0x01, 0x64],
        [0x90, 0x01, 0xFA],
        [0x90, 0x81, 0x01],
    ];

    [Fact]
    public void Speed_and_distance_that_only_compressed_speed_distance_says_are_not_lost()
    {
        var points = Points(File(Packed));

        points.Select(point => point.SpeedMetersPerSecond).ShouldBe([3.5f, 4f, 4f]);
        points.Select(point => point.DistanceMeters).ShouldBe([100, 250, 257.5]);
    }

    [Fact]
    public void The_decoder_of_Garmin_finds_the_same()
    {
        var records = DecodedFit.Of(File(Packed).ToFile())["messages"]!["recordMesgs"]!.AsArray();

        records.Select(record => record!["distance"]!.GetValue<double>()).ShouldBe([100, 250, 257.5]);
        records.Select(record => record!["speed"]!.GetValue<double>()).ShouldBe([3.5, 4, 4]);
    }

    [Fact]
    public void A_record_without_it_leaves_a_hole_and_loses_no_meter()
    {
        var points = Points(File([Packed[0], [0xFF, 0xFF, 0xFF], Packed[1], Packed[2]]));

        points.Select(point => point.DistanceMeters).ShouldBe([100, null, 250, 257.5]);
        points[1].SpeedMetersPerSecond.ShouldBeNull();
    }

    [Fact]
    public void Fields_of_their_own_come_first()
    {
        var file = new FitBuilder()
            .FileId()
            .Define(1, 20, (253, 4, U32), (8, 3, Bytes), (5, 4, U32), (6, 2, U16))
            .Data(1, Start, Packed[0], 123_400u, (ushort)2500)
            .Session(0, 60)
            .Activity();

        var point = Points(file).ShouldHaveSingleItem();

        (point.DistanceMeters, point.SpeedMetersPerSecond).ShouldBe((1234, 2.5f));
    }

    [Fact]
    public void Cadence_that_only_cadence256_says_is_not_lost()
    {
        var file = new FitBuilder()
            .FileId()
            .Define(1, 20, (253, 4, U32), (4, 1, U8), (52, 2, U16))
            .Data(1, Start, (byte)255, (ushort)21_888)
            .Data(1, Start + 1, (byte)90, (ushort)21_888)
            .Data(1, Start + 2, (byte)255, ushort.MaxValue)
            .Session(0, 60)
            .Activity();

        Points(file).Select(point => point.CadenceRpm).ShouldBe([85.5f, 90f, null]);
    }

    private static FitBuilder File(byte[][] packed)
    {
        var file = new FitBuilder().FileId().Define(1, 20, (253, 4, U32), (8, 3, Bytes));
        foreach (var (second, bytes) in packed.Index())
        {
            file.Data(1, Start + (uint)second, bytes);
        }

        return file.Session(0, 60).Activity();
    }

    private static IReadOnlyList<RecordedPoint> Points(FitBuilder file) => FitReaderTests.Read(file).Activities[0].Recording.Points;
}
