using System.Collections;
using System.Collections.Immutable;

namespace FitGlue.Plugins.Expressions;

/// <summary>A list that equals another with the same items.</summary>
internal sealed class Sequence<T>(IEnumerable<T> items) : IReadOnlyList<T>, IEquatable<Sequence<T>>
{
    private readonly ImmutableArray<T> _items = [.. items];

    public int Count => _items.Length;

    public T this[int index] => _items[index];

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(Sequence<T>? other) => other is not null && _items.SequenceEqual(other._items);

    public override bool Equals(object? obj) => Equals(obj as Sequence<T>);

    public override int GetHashCode() => _items.Aggregate(0, HashCode.Combine);
}
