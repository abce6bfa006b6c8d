using Cti.Records;

namespace Cti.Sources.Json;

/// <summary>The declared fields of a dataset as the tree that their paths make.</summary>
internal static class JsonFieldTree
{
    /// <summary>The end of a path that stands for all members of an object that are not declared.</summary>
    public const string Rest = ".*";

    /// <summary>The record itself, with its members.</summary>
    public static JsonMember Of(IReadOnlyList<string> rawFields, JsonForm form)
    {
        JsonMember record = new(string.Empty, string.Empty, JsonMemberKind.Container, -1);
        for (int field = 0; field < rawFields.Count; field++)
        {
            string path = rawFields[field];
            if (path.EndsWith(Rest, StringComparison.Ordinal))
            {
                Container(record, path[..^Rest.Length]).RestField = field;
                continue;
            }

            JsonMember parent = ParentOf(record, path, out string name);
            parent.Add(new JsonMember(name, path, form.OpenFields.Contains(path) ? JsonMemberKind.Open : JsonMemberKind.Scalar, field));
        }

        foreach (string path in form.PassedOver)
        {
            JsonMember parent = ParentOf(record, path, out string name);
            parent.Add(new JsonMember(name, path, JsonMemberKind.PassedOver, -1));
        }

        return record;
    }

    private static JsonMember ParentOf(JsonMember record, string path, out string name)
    {
        int point = path.LastIndexOf('.');
        name = path[(point + 1)..];
        return point < 0 ? record : Container(record, path[..point]);
    }

    private static JsonMember Container(JsonMember record, string path)
    {
        JsonMember parent = ParentOf(record, path, out string name);
        return parent.Get(name) ?? parent.Add(new JsonMember(name, path, JsonMemberKind.Container, -1));
    }
}
