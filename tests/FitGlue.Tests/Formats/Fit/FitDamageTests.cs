using FitGlue.Core.Activities;
using FitGlue.Formats;
using FitGlue.Formats.Fit;
using FitGlue.Testing;
using Shouldly;
using Xunit;
using static FitGlue.Tests.Formats.Fit.FitReaderTests;

namespace FitGlue.Tests.Formats.Fit;

/// <summary>Files that lack something, lie or are broken.</summary>
public sealed class FitDamageTests
{
    private const string CutOff = "The file is cut off: its end is missing. What came before was read.";

    [Fact]
    public void Without_its_last_message_the_clock_of_the_place_is_unknown()
    {
        var read = Read(new FitBuilder().FileId().DefineRecord().Record(0, 100).Session(0, 60));

        read.Activities[0].StartTime.Offset.ShouldBe(TimeSpan.Zero);
        read.Activities[0].OffsetKnown.ShouldBeFalse();
        read.Warnings.ShouldBe(["The file lacks its last message, so the clock of the place is not known."]);
    }

    [Fact]
    public void Without_a_summary_the_records_are_the_workout()
    {
        var file = new FitBuilder().FileId().DefineRecord().Record(10, 100, 0).Record(40, 110, 9_000).Record(70, 120, 20_000).ToFile();

        var read = Read(file[..^8]);

        var activity = read.Activities.ShouldHaveSingleItem();
        Bpm(activity).ShouldBe([(10, 100), (40, 110)]);
        (activity.EndTime - activity.StartTime).ShouldBe(TimeSpan.FromSeconds(30));
        activity.DistanceMeters.ShouldBe(90);
        read.Warnings[0].ShouldBe(CutOff);
        read.Warnings[1].ShouldContain("lacks its summary");
    }

    [Fact]
    public void A_declared_size_is_not_believed()
    {
        var read = Read(Plain(new() { DeclaredSize = 0xFFFF_FFF0 }).ToFile()[..^2]);

        read.Warnings.ShouldBe([CutOff]);
        read.Activities.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(uint.MaxValue)]
    public void A_file_that_was_never_closed_is_read(uint declared)
    {
        var read = Read(Plain(new() { DeclaredSize = declared }).ToFile()[..^2]);

        read.Activities.ShouldHaveSingleItem();
        read.Warnings.ShouldHaveSingleItem().ShouldContain("did not close the file");
    }

    [Fact]
    public void A_flipped_bit_is_noticed()
    {
        var file = Plain().ToFile();
        file[^3] ^= 1;

        Read(file).Warnings.ShouldHaveSingleItem().ShouldContain("checksum");
    }

    [Fact]
    public void Damage_in_one_file_of_a_chain_loses_no_other()
    {
        var damaged = new FitBuilder().FileId().DefineRecord().Record(0, 100).Raw(0x0F, 1, 2, 3).Session(0, 60).Activity().ToFile();

        var read = Read([.. damaged, .. Plain().ToFile()]);

        read.Activities.Count.ShouldBe(2);
        Bpm(read.Activities[0]).ShouldBe([(0, 100)]);
        read.Warnings[0].ShouldContain("damaged at byte");
    }

    [Fact]
    public void Sessions_are_activities_and_the_change_between_them_is_none()
    {
        var file = new FitBuilder().FileId().DefineRecord();
        foreach (var second in (uint[])[0, 30, 70, 130, 190])
        {
            file.Record(second, (byte)(100 + (second / 10)));
        }

        var read = Read(
            file.Session(0, 60, sport: 5, subSport: 18).Session(60, 30, sport: 3).Session(90, 110, sport: 2, subSport: 46).Activity()
        );

        read.Activities.Select(activity => (activity.Type.Key, activity.RawType))
            .ShouldBe([("openwaterswimming", "swimming openWater"), ("cycling", "cycling 46")]);
        Bpm(read.Activities[0]).ShouldBe([(0, 100), (30, 103)]);
        Bpm(read.Activities[1]).ShouldBe([(130, 113), (190, 119)]);
        read.Warnings.ShouldHaveSingleItem().ShouldContain("change of sports");
    }

    [Theory]
    [InlineData(6)]
    [InlineData(5)]
    [InlineData(32)]
    public void A_plan_is_refused(byte type) =>
        Refusal(new FitBuilder().FileId(type).DefineRecord().Record(0, 100).Session(0, 60).ToFile())
            .ShouldContain("holds no workout but a course");

    [Fact]
    public void A_file_without_a_workout_is_refused() =>
        Refusal(new FitBuilder().FileId().ToFile()).ShouldContain("holds no workout: not one record");

    [Fact]
    public void Something_else_is_refused()
    {
        Refusal([]).ShouldStartWith("This is no FIT file.");
        Refusal([14]).ShouldStartWith("This is no FIT file.");
        Refusal("<gpx/>          "u8.ToArray()).ShouldStartWith("This is no FIT file.");
    }

    [Fact]
    public void A_workout_of_decades_is_a_wrong_clock() =>
        Refusal(new FitBuilder().FileId().DefineRecord().Record(0, 90).Data(1, 700_000_000u, (byte)90, 0u).ToFile())
            .ShouldContain("the clock of its device was wrong");

    [Fact]
    public void The_size_is_bounded_while_reading()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();

        Should.Throw<UnreadableFileException>(() => FitReader.Read(new EndlessFit())).Message.ShouldContain("larger than 25 MB");

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1_000_000);
    }

    [Fact]
    public void The_points_are_bounded()
    {
        var file = new FitBuilder().FileId().DefineRecord().Record(0, 90).Define(2, 20, (3, 1, FitBuilder.U8)).Raw();
        for (var point = 0; point <= FileLimits.Points; point++)
        {
            file.Raw(0xC0, 90);
        }

        Refusal(file.ToFile()).ShouldContain("more than 500,000 points");
    }

    [Fact]
    public void The_parts_are_bounded()
    {
        var file = new FitBuilder().FileId().Define(1, 21, (253, 4, FitBuilder.U32), (0, 1, FitBuilder.Enum), (1, 1, FitBuilder.Enum));
        for (var turn = 0; turn <= FileLimits.Parts; turn++)
        {
            file.Data(1, FitBuilder.Start + (uint)turn, (byte)0, (byte)(turn % 2 * 4));
        }

        Refusal(file.ToFile()).ShouldContain("more than 100 workouts, or more than 10,000 laps or pauses");
    }

    private static string Refusal(byte[] file) => Should.Throw<UnreadableFileException>(() => Read(file)).Message;

    /// <summary>One header, then messages of an unknown kind without end.</summary>
    private sealed class EndlessFit : Stream
    {
        private readonly byte[] _head = new FitBuilder { DeclaredSize = uint.MaxValue - 1 }
            .Define(0, 65_000, (0, 255, FitBuilder.Bytes))
            .ToFile()[..^2];

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => long.MaxValue;

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            for (var index = 0; index < count; index++, Position++)
            {
                buffer[offset + index] = Position < _head.Length ? _head[Position] : (byte)0;
            }

            return count;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
