using FitGlue.Core.Activities;
using FitGlue.Formats;
using FitGlue.Formats.Fit;
using FitGlue.Testing;
using Shouldly;
using Xunit;
using static FitGlue.Testing.FitBuilder;

namespace FitGlue.Tests.Formats.Fit;

/// <summary>What a reader must survive, each made byte by byte.</summary>
public sealed class FitReaderTests
{
    [Fact]
    public void Reads_a_plain_file()
    {
        var file = Read(Plain());

        file.Warnings.ShouldBeEmpty();
        var activity = file.Activities.ShouldHaveSingleItem();
        activity.Type.Key.ShouldBe("running");
        activity.RawType.ShouldBe("running");
        activity.StartTime.ShouldBe(new DateTimeOffset(2026, 9, 12, 7, 30, 0, TimeSpan.FromHours(3)));
        activity.StartTime.Offset.ShouldBe(TimeSpan.FromHours(3));
        activity.OffsetKnown.ShouldBeTrue();
        (activity.EndTime - activity.StartTime).ShouldBe(TimeSpan.FromSeconds(60));
        activity.Calories.ShouldBe(100);
        activity.Recording.Device.ShouldBe("Garmin 1325");
        Bpm(activity).ShouldBe([(0, 100), (30, 110), (60, 120)]);
        activity.Recording.Points.Select(point => point.DistanceMeters).ShouldBe([0, 100.5, null]);
    }

    [Fact]
    public void Compressed_times_run_over_each_32_seconds()
    {
        var file = new FitBuilder().FileId().DefineRecord().Record(0, 100).Define(2, 20, (3, 1, U8));
        foreach (var second in (uint[])[5, 20, 31, 40, 71])
        {
            file.Compressed(2, Start + second, (byte)(100 + second));
        }

        // 31 seconds are the longest step that five bits can say.
        var activity = Read(file.Session(0, 100, local: 3).Activity(4)).Activities[0];
        Bpm(activity).ShouldBe([(0, 100), (5, 105), (20, 120), (31, 131), (40, 140), (71, 171)]);
    }

    [Fact]
    public void A_compressed_time_without_a_time_before_it_is_left_out_and_said()
    {
        var file = new FitBuilder().FileId().Define(1, 20, (3, 1, U8)).Compressed(1, 5, (byte)99).Session(0, 60).Activity();

        var read = Read(file);

        read.Activities[0].Recording.Points.ShouldBeEmpty();
        read.Warnings.ShouldBe(["1 records have no time and were left out."]);
    }

    [Fact]
    public void Fields_of_applications_are_passed_by()
    {
        var file = new FitBuilder()
            .FileId()
            .DefineWithDeveloperFields(1, 20, [(253, 4, U32), (3, 1, U8)], 2, 4, 9)
            .Data(1, Start, (byte)100, new byte[15])
            .Data(1, Start + 5, (byte)101, new byte[15])
            .Session(0, 60)
            .Activity();

        Bpm(Read(file).Activities[0]).ShouldBe([(0, 100), (5, 101)]);
    }

    [Fact]
    public void Either_order_of_bytes_is_read()
    {
        var file = new FitBuilder()
            .FileId()
            .Define(1, 20, bigEndian: true, (253, 4, U32), (0, 4, S32), (1, 4, S32), (7, 2, U16))
            .DataBigEndian(1, Start, 596_523_235, -119_304_647, (ushort)250)
            .Session(0, 60)
            .Activity();

        var point = Read(file).Activities[0].Recording.Points.ShouldHaveSingleItem();
        point.Position!.Value.Latitude.ShouldBe(50.0, 1e-6);
        point.Position!.Value.Longitude.ShouldBe(-10.0, 1e-6);
        point.PowerWatts.ShouldBe(250);
    }

    [Theory]
    [InlineData(12, false)]
    [InlineData(14, true)]
    [InlineData(20, false)]
    public void Any_header_is_read(int size, bool zeroCrc)
    {
        var file = Plain(new() { HeaderSize = size, ZeroHeaderCrc = zeroCrc });

        Read(file).Warnings.ShouldBeEmpty();
        Read(file).Activities.ShouldHaveSingleItem();
    }

    [Fact]
    public void Each_file_of_a_chain_is_an_activity()
    {
        var second = new FitBuilder().FileId().DefineRecord().Record(7200, 90).Session(7200, 30, sport: 2).Activity();

        var read = Read([.. Plain().ToFile(), .. second.ToFile()]);

        read.Warnings.ShouldBeEmpty();
        read.Activities.Select(activity => activity.Type.Key).ShouldBe(["running", "cycling"]);
        Bpm(read.Activities[1]).ShouldBe([(7200, 90)]);
    }

    [Fact]
    public void Unknown_messages_and_fields_are_passed_by()
    {
        var file = new FitBuilder()
            .FileId()
            .Define(4, 65_280, (0, 3, Bytes), (1, 200, Text))
            .Data(4, new byte[203])
            .Define(1, 20, (200, 7, Bytes), (253, 4, U32), (3, 1, U8), (254, 2, 0x1F))
            .Data(1, new byte[7], Start, (byte)100, (ushort)5)
            .Session(0, 60)
            .Activity();

        Bpm(Read(file).Activities[0]).ShouldBe([(0, 100)]);
    }

    [Fact]
    public void Local_types_may_change_their_meaning()
    {
        var file = new FitBuilder()
            .FileId()
            .DefineRecord(local: 0)
            .Record(0, 100, local: 0)
            .Define(0, 20, (3, 1, U8), (253, 4, U32))
            .Data(0, (byte)101, Start + 5)
            .Session(0, 60, local: 0)
            .Activity(local: 0);

        Bpm(Read(file).Activities[0]).ShouldBe([(0, 100), (5, 101)]);
    }

    [Fact]
    public void Absent_values_are_absent()
    {
        var file = new FitBuilder()
            .FileId()
            .Define(
                1,
                20,
                (253, 4, U32),
                (0, 4, S32),
                (1, 4, S32),
                (3, 1, U8),
                (4, 1, U8),
                (5, 4, U32),
                (7, 2, U16),
                (2, 2, U16),
                (6, 2, U16)
            )
            .Data(
                1,
                Start,
                int.MaxValue,
                int.MaxValue,
                (byte)255,
                (byte)255,
                uint.MaxValue,
                ushort.MaxValue,
                ushort.MaxValue,
                ushort.MaxValue
            )
            .Session(0, 60)
            .Activity();

        Read(file).Activities[0].Recording.Points.ShouldBe([new RecordedPoint(Rides.Start.ToUniversalTime())]);
    }

    [Fact]
    public void A_heart_rate_of_0_is_absent() => Bpm(Read(Plain(new(), bpm: 0)).Activities[0]).ShouldBe([(30, 110), (60, 120)]);

    [Fact]
    public void A_field_that_is_too_short_for_its_type_is_absent()
    {
        var file = new FitBuilder()
            .FileId()
            .Define(1, 20, (253, 4, U32), (5, 2, U32), (7, 1, U16), (3, 0, U8))
            .Data(1, Start, (ushort)9, (byte)9)
            .Session(0, 60)
            .Activity();

        Read(file).Activities[0].Recording.Points.ShouldBe([new RecordedPoint(Rides.Start.ToUniversalTime())]);
    }

    [Fact]
    public void Heart_rate_that_a_strap_stored_lies_at_its_own_times()
    {
        var file = new FitBuilder()
            .FileId()
            .DefineRecord()
            .Record(0, 255)
            .Record(10, 255)
            // The anchor: second 2.5 is tick 1 000 000 of the strap; then ticks 1 001 024 and 1 006 144, of which twelve bits are written.
            .Define(2, 132, (253, 4, U32), (0, 2, U16), (6, 1, U8), (9, 4, U32))
            .Data(2, Start + 2, (ushort)16_384, (byte)90, 1_000_000u)
            .Define(2, 132, (6, 2, U8), (10, 3, Bytes))
            .Data(2, new byte[] { 95, 99 }, Packed(1_001_024, 1_001_024 + 4_000))
            .Data(2, new byte[] { 101, 0 }, Packed(1_001_024 + 6_656, 1_001_024 + 8_000))
            .Session(0, 60, local: 3)
            .Activity(4);

        var activity = Read(file).Activities[0];

        Bpm(activity).ShouldBe([(2.5, 90), (3.5, 95), (7.40625, 99), (10, 101)]);
    }

    [Fact]
    public void A_relative_time_is_no_time()
    {
        var file = new FitBuilder().FileId().DefineRecord().Data(1, 500u, (byte)90, 0u).Record(5, 91).Session(0, 60).Activity();

        var read = Read(file);

        Bpm(read.Activities[0]).ShouldBe([(5, 91)]);
        read.Warnings.ShouldBe(["1 records have no time and were left out."]);
    }

    [Theory]
    [InlineData(14, "indoorrowing")]
    [InlineData(1, "treadmill")]
    [InlineData(6, "indoorcycling")]
    [InlineData(15, "elliptical")]
    [InlineData(20, "strengthtraining")]
    [InlineData(0, "other")]
    [InlineData(254, "other")]
    public void Fitness_equipment_does_not_lose_the_sport_that_its_sub_sport_says(byte subSport, string key) =>
        Read(new FitBuilder().FileId().Session(0, 60, sport: 4, subSport).Activity()).Activities[0].Type.Key.ShouldBe(key);

    internal static FitBuilder Plain(FitBuilder? from = null, byte bpm = 100) =>
        (from ?? new()).FileId().DefineRecord().Record(0, bpm, 0).Record(30, 110, 10_050).Record(60, 120).Session(0, 60).Activity();

    internal static RecordedFile Read(FitBuilder file) => Read(file.ToFile());

    internal static RecordedFile Read(byte[] file) => FitReader.Read(new MemoryStream(file));

    internal static IEnumerable<(double, int)> Bpm(RecordedActivity activity) =>
        activity
            .Recording.Points.Where(point => point.HeartRateBpm is not null)
            .Select(point => ((point.Time - Rides.Start).TotalSeconds, point.HeartRateBpm!.Value));

    private static byte[] Packed(uint one, uint other) =>
        [(byte)one, (byte)(((one >> 8) & 0x0F) | ((other & 0x0F) << 4)), (byte)(other >> 4)];
}
