using System.Text;
using CsCheck;
using FitGlue.Oura.Webhooks;
using FitGlue.Testing;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Oura;

public sealed class EventTests
{
    private const string Template =
        """{"event_type":"create","data_type":"workout","object_id":"o-1","event_time":"2026-03-01T08:00:00+00:00","user_id":"u-1"}""";

    [Fact]
    public void Reads_an_event() =>
        Read(Template)
            .ShouldBe(new EventReading.Read(new(OuraEventType.Create, "workout", "o-1", new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero), "u-1")));

    [Theory]
    [InlineData("doc-webhook-event-2022.json", "tag")]
    [InlineData("doc-webhook-event-2023.json", "sleep")]
    public void Reads_the_events_of_the_documentation(string file, string dataType) =>
        Read(SharedData.Text($"oura-samples/{file}")).ShouldBeOfType<EventReading.Read>().Event.DataType.ShouldBe(dataType);

    [Theory]
    [InlineData("event_type", "\"create\"", "\"undo\"")]
    [InlineData("event_type", "\"create\"", "7")]
    [InlineData("data_type", "\"workout\"", "null")]
    [InlineData("object_id", "\"o-1\"", "\"../../personal_info\"")]
    [InlineData("object_id", "\"o-1\"", "\"x?y=\"")]
    [InlineData("object_id", "\"o-1\"", "\"%2e%2e\"")]
    [InlineData("object_id", "\"o-1\"", "\"a\\r\\nb\"")]
    [InlineData("user_id", "\"u-1\"", "\"\"")]
    [InlineData("event_time", "\"2026-03-01T08:00:00+00:00\"", "\"soon\"")]
    public void Names_the_field_that_is_wrong(string field, string right, string wrong) =>
        Read(Template.Replace(right, wrong, StringComparison.Ordinal))
            .ShouldBeOfType<EventReading.Unreadable>()
            .Reason.ShouldStartWith(field);

    [Fact]
    public void Refuses_an_id_of_ten_kilobytes() =>
        Read(Template.Replace("o-1", new string('a', 10_240), StringComparison.Ordinal)).ShouldBeOfType<EventReading.Unreadable>();

    [Fact]
    public void Refuses_a_field_that_is_stated_twice() =>
        Read(Template.Replace("{", "{\"user_id\":\"u-2\",", StringComparison.Ordinal)).ShouldBeOfType<EventReading.Unreadable>();

    [Fact]
    public void Never_throws() => Gen.Byte.Array.Sample(bytes => OuraEvent.Read(bytes) is EventReading.Unreadable);

    [Fact]
    public void Never_throws_on_a_damaged_event() =>
        Gen.Select(Gen.Int[0, Template.Length - 1], Gen.Byte)
            .Sample(
                (position, value) =>
                {
                    var bytes = Encoding.UTF8.GetBytes(Template);
                    bytes[position] = value;
                    return OuraEvent.Read(bytes) is EventReading;
                }
            );

    private static EventReading Read(string body) => OuraEvent.Read(Encoding.UTF8.GetBytes(body));
}
