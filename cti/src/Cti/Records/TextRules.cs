using System.Text;
using FluentValidation;

namespace Cti.Records;

/// <summary>Rules that the datasets' validators share, with the codes that rejects carry.</summary>
public static class TextRules
{
    /// <summary>Present after trimming; code <c>required</c>.</summary>
    public static IRuleBuilderOptions<T, TProperty> MustBePresent<T, TProperty>(this IRuleBuilder<T, TProperty> rule, string field)
        => rule.NotNull().WithErrorCode("required").WithMessage($"Field {field} is required").OverridePropertyName(field);

    /// <summary>At most so many UTF-8 bytes; code <c>too_long</c>. Null passes.</summary>
    public static IRuleBuilderOptions<T, string?> MustFit<T>(this IRuleBuilder<T, string?> rule, string field, int maxBytes)
        => rule.Must(text => text is null || Encoding.UTF8.GetByteCount(text) <= maxBytes)
            .WithErrorCode("too_long")
            .WithMessage((_, text) => $"Field {field} has {Encoding.UTF8.GetByteCount(text!)} bytes, at most {maxBytes} are allowed")
            .OverridePropertyName(field);

    /// <summary>A condition on a value with a code of its own. Null passes.</summary>
    public static IRuleBuilderOptions<T, TValue?> MustHold<T, TValue>(this IRuleBuilder<T, TValue?> rule, string field, Func<TValue, bool> condition, string code, string expected)
        where TValue : struct
        => rule.Must(value => value is null || condition(value.Value))
            .WithErrorCode(code)
            .WithMessage($"Field {field} is not {expected}")
            .OverridePropertyName(field);

    /// <summary>A condition on the text with a code of its own. Null passes.</summary>
    public static IRuleBuilderOptions<T, string?> MustBe<T>(this IRuleBuilder<T, string?> rule, string field, Func<string, bool> condition, string code, string expected)
        => rule.Must(text => text is null || condition(text))
            .WithErrorCode(code)
            .WithMessage($"Field {field} is not {expected}")
            .OverridePropertyName(field);
}
