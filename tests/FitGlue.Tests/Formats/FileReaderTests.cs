using System.IO.Compression;
using System.Text;
using FitGlue.Formats;
using FitGlue.Formats.Fit;
using FitGlue.Formats.Tcx;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Formats;

public sealed class FileReaderTests
{
    private static readonly byte[] Fit = FitFile.Encode(Rides.Ride);
    private static readonly byte[] Tcx = TcxFile.Write(Rides.Ride);
    private static readonly byte[] Gpx = Encoding.UTF8.GetBytes(
        "<gpx><trk><trkseg><trkpt lat='1' lon='2'><time>2026-09-12T04:30:00Z</time></trkpt></trkseg></trk></gpx>"
    );

    [Fact]
    public void The_content_tells_what_a_file_is()
    {
        FileKinds.Of(Fit).ShouldBe(FileKind.Fit);
        FileKinds.Of(Tcx).ShouldBe(FileKind.Tcx);
        FileKinds.Of(Gpx).ShouldBe(FileKind.Gpx);
        FileKinds
            .Of(Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(Gpx))).ToArray())
            .ShouldBe(FileKind.Gpx);
        FileKinds.Of(Gzip(Fit)).ShouldBe(FileKind.Gzip);
        FileKinds.Of(Zip(("a", Fit))).ShouldBe(FileKind.Zip);
        FileKinds.Of("hello"u8.ToArray()).ShouldBe(FileKind.Unknown);
    }

    [Fact]
    public void A_file_is_read_whatever_its_name()
    {
        var read = Recorded(FileReader.Read("photo.jpg", Tcx).ShouldHaveSingleItem());

        (read.Name, read.Kind).ShouldBe(("photo.jpg", FileKind.Tcx));
        read.Content.ToArray().ShouldBe(Tcx);
        read.File.Activities.ShouldHaveSingleItem();
    }

    [Fact]
    public void A_packed_file_is_unpacked() =>
        Recorded(FileReader.Read("ride.fit.gz", Gzip(Fit)).ShouldHaveSingleItem()).Content.ToArray().ShouldBe(Fit);

    [Fact]
    public void One_bad_file_of_a_zip_loses_no_other()
    {
        var zip = Zip(("a.fit", Fit), ("notes.txt", "hello"u8.ToArray()), ("empty.gpx", []), ("../../b.tcx", Tcx), ("c.gpx.gz", Gzip(Gpx)));

        var files = FileReader.Read("all.zip", zip).ToList();

        files.OfType<ReadFile.Recorded>().Select(file => file.Name).ShouldBe(["a.fit", "b.tcx", "c.gpx.gz"]);
        files
            .OfType<ReadFile.Refused>()
            .Select(file => (file.Name, file.Reason))
            .ShouldBe([
                ("notes.txt", "The file is of another kind. Choose a FIT, TCX or GPX file, or a .gz or .zip of them."),
                ("empty.gpx", "The file is empty. Choose a FIT, TCX or GPX file, or a .gz or .zip of them."),
            ]);
    }

    [Fact]
    public void Folders_and_what_a_Mac_adds_are_passed_by() =>
        FileReader
            .Read("all.zip", Zip(("rides/", []), ("rides/a.fit", Fit), ("__MACOSX/rides/._a.fit", [1]), (".DS_Store", [2])))
            .ShouldHaveSingleItem()
            .Name.ShouldBe("a.fit");

    [Fact]
    public void An_archive_in_an_archive_is_refused()
    {
        Reason(Zip(("inner.zip", Zip(("a.fit", Fit))))).ShouldStartWith("It is packed twice.");
        Reason(Gzip(Gzip(Fit))).ShouldStartWith("It is packed twice.");
        Reason(Gzip(Zip(("a.fit", Fit)))).ShouldStartWith("It is packed twice.");
    }

    [Fact]
    public void A_bomb_is_refused_before_it_grows()
    {
        var bomb = new byte[FileLimits.Bytes + 1];
        var (gzip, zip) = (Gzip(bomb), Zip(("bomb.fit", bomb)));
        var before = GC.GetAllocatedBytesForCurrentThread();

        Reason(gzip).ShouldContain("grows more than a hundredfold");
        Reason(zip).ShouldContain("grows more than a hundredfold");

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(40_000_000);
    }

    [Fact]
    public void The_number_of_files_is_bounded() =>
        Reason(Zip([.. Enumerable.Range(0, 1001).Select(number => ($"{number}", Array.Empty<byte>()))]))
            .ShouldContain("more than 1000 files");

    [Fact]
    public void All_files_together_are_bounded()
    {
        // Packs fiftyfold: below what is a bomb, above what all may take.
        var large = new byte[20 * 1024 * 1024];
        var draw = new Random(1);
        for (var place = 0; place < large.Length; place += 512)
        {
            draw.NextBytes(large.AsSpan(place, 8));
        }

        var files = FileReader.Read("all.zip", Zip([.. Enumerable.Range(0, 20).Select(number => ($"{number}", large))])).ToList();

        files.Count.ShouldBe(14);
        files[^1].ShouldBeOfType<ReadFile.Refused>().Reason.ShouldContain("take more than 250 MB");
    }

    [Fact]
    public void Many_small_damaged_files_of_a_zip_do_not_count_as_much_as_large_ones()
    {
        byte[] damaged = [.. Gzip(Fit)[..40], .. new byte[40]];

        var files = FileReader
            .Read("all.zip", Zip([.. Enumerable.Range(0, 30).Select(number => ($"{number}.fit.gz", damaged)), ("good.fit", Fit)]))
            .ToList();

        files.Count.ShouldBe(31);
        Recorded(files[^1]).Name.ShouldBe("good.fit");
    }

    [Fact]
    public void What_is_unpacked_of_bombs_counts()
    {
        var bomb = new byte[FileLimits.Bytes + 1];

        var files = FileReader.Read("all.zip", Zip([.. Enumerable.Range(0, 300).Select(number => ($"{number}.fit", bomb))])).ToList();

        files.Count.ShouldBeLessThan(150);
        files[^1].ShouldBeOfType<ReadFile.Refused>().Reason.ShouldContain("take more than 250 MB");
    }

    [Theory]
    [InlineData("PK\u0003\u0004 and nothing more")]
    [InlineData("PK\u0005\u0006")]
    public void A_damaged_zip_is_refused(string content) => Reason(Encoding.Latin1.GetBytes(content)).ShouldContain("damaged");

    [Fact]
    public void A_damaged_packed_file_is_refused() => Reason([.. Gzip(Fit)[..40], .. new byte[40]]).ShouldContain(".gz file is damaged");

    [Fact]
    public void An_empty_zip_is_refused() => Reason(Zip()).ShouldContain("no file in it");

    [Fact]
    public void XML_of_another_kind_is_named() => Reason("<kml/>"u8.ToArray()).ShouldContain("outermost element is kml");

    [Fact]
    public void A_file_that_is_too_large_is_refused() => Reason(new byte[FileLimits.Bytes + 1]).ShouldContain("larger than 25 MB");

    private static string Reason(byte[] content) =>
        FileReader.Read("x", content).ShouldHaveSingleItem().ShouldBeOfType<ReadFile.Refused>().Reason;

    private static ReadFile.Recorded Recorded(ReadFile file) => file.ShouldBeOfType<ReadFile.Recorded>();

    private static byte[] Gzip(byte[] content)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.SmallestSize))
        {
            gzip.Write(content);
        }

        return stream.ToArray();
    }

    private static byte[] Zip(params (string Name, byte[] Content)[] files)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            foreach (var (name, content) in files)
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.Optimal).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }
}
