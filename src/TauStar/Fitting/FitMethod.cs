namespace TauStar.Fitting;

/// <summary>A way to fit a model whose configurations can all be listed, with all that its result depends on.</summary>
public abstract record FitMethod
{
    /// <summary>One word and every member, e.g. <c>newton l2-fields=0 l2-couplings=1</c>: equal exactly for equal methods.</summary>
    public abstract string Id { get; }

    /// <summary>Complains about members out of range.</summary>
    /// <exception cref="Data.InputException">One line that names the member, its value and what is allowed.</exception>
    public virtual void Check()
    {
    }

    /// <summary>Id, for messages and tables.</summary>
    public sealed override string ToString() => Id;
}
