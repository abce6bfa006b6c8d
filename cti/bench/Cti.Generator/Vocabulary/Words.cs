using System.Text;

namespace Cti.Generator.Vocabulary;

/// <summary>The words that rows are made of, as UTF-8. Changing a list changes every generated file.</summary>
internal static class Words
{
    /// <summary>Words of tags.</summary>
    public static readonly byte[][] Tags = Split("""
        Mr PM TV able about above accept across action add address adult affect after again age agency agree air all allow almost
        alone along already also always American among analysis animal answer anything appear apply area argue arm army around arrive
        art article ask attack author avoid away baby back bad bag ball bank bar base beat beautiful because become bed before begin
        behavior behind believe benefit best beyond big bill bit black blood blue board body book born both box boy break bring
        brother budget build business buy call camera campaign candidate capital car card care career carry case catch cause cell
        center central century certain chair challenge chance change character charge check child choice choose church citizen city
        civil claim class clear close coach cold collection college color commercial common community company compare computer
        concern condition conference Congress consider consumer contain continue control cost could country couple course court
        cover create crime culture cup current customer cut dark data daughter day dead deal death debate decade decide decision
        deep defense degree Democrat describe design despite detail determine develop die difference dinner direction discover
        discuss disease doctor dog door down draw dream drive drop drug each early east easy eat economic edge education effect
        effort eight either election else employee end energy enjoy enough enter entire environment especially establish even
        evening event ever every evidence exactly example executive exist expect experience expert explain eye face fact factor
        fail fall family far fast father fear federal feel few field fight figure fill film final finally financial find fine
        finger finish fire firm first fish five floor fly focus follow food foot force foreign forget form former forward four free
        friend front full fund future game garden gas general generation get girl give glass goal good government great green
        ground group grow growth guess gun guy hair half hand hang happen happy hard have head health hear heart heat heavy help
        """);

    /// <summary>Words of tags that need escaping in one notation or another, or more than one byte a character.</summary>
    public static readonly byte[][] OddTags = Split("o'clock|don't|6\"|naïve|café|日本語|new york|a/b|C#|R&D|<b>|🙂", '|');

    /// <summary>Pages. Neighbours that differ only in case are meant: the column keeps case, so they are different content.</summary>
    public static readonly byte[][] Uris = Split("""
        index Index home search Search author privacy main login about terms category post homepage faq register app/main app/list
        blog/tags list?q=1&page=2
        """);

    /// <summary>What users do; some need lower-casing.</summary>
    public static readonly byte[][] Actions = Split("visit click purchase Download share Like comment subscribe");

    /// <summary>First names in e-mail addresses.</summary>
    public static readonly byte[][] FirstNames = Split("""
        aaron adam alan albert alex alice alicia allison amanda amber amy andrea andrew angela ann anna anne anthony april ashley
        austin barbara becky benjamin beth bill bob bonnie brad brandon brenda brett brian brittany bruce bryan caleb calvin carl
        carla carlos carol carrie catherine cathy chad charles chelsea cheryl chris christina christopher cindy clayton colin
        connie corey courtney craig crystal curtis cynthia daisy dale dana daniel danny darren david dawn debbie deborah denise
        dennis derek diana diane donald donna dorothy douglas duane dustin dylan earl eddie edward elizabeth ellen emily emma eric
        erica erin ethan eugene evan evelyn felicia frank fred gabriel gail gary george gerald gina glenn gloria grace greg hannah
        harold heather heidi helen henry holly ian isaac jack jackie jacob jacqueline jake james jamie jane janet jared jasmine
        jason jay jean jeff jenna jennifer jeremy jerry jesse jessica jill jim joan joe joel john jon jordan jose joseph joshua
        joyce juan judith julia julie justin karen karl kate katherine kathleen keith kelly kelsey ken kevin kim kristen kyle
        """);

    /// <summary>Last names in e-mail addresses and domains.</summary>
    public static readonly byte[][] LastNames = Split("""
        adams aguilar alexander allen alvarez anderson andrews armstrong arnold austin bailey baker baldwin banks barnes bates beck
        bell bennett berry bishop black blake boyd bradley brewer brooks brown bryant burke burns bush butler byrd campbell cannon
        carlson carr carter castillo chambers chan chang chapman chavez chen clark clarke coleman collins cook cooper cortez cox
        craig crawford cruz cunningham curtis daniels davidson davis day dean delgado diaz dixon dominguez doyle duncan dunn
        edwards elliott ellis erickson estrada evans farmer ferguson fernandez fisher fleming fletcher flores ford foster fowler
        fox francis franklin freeman fry fuller garcia gardner garrett garza gibson gilbert gill glover gomez gonzalez gordon
        graham grant graves gray green greene griffin gross guerra hall hamilton hansen hanson hardy harper harris harrison hart
        harvey hayes henderson henry hernandez hicks hill ho hodges hoffman holland holmes holt howard howell hudson huff hughes
        hunt hunter jackson jacobs james jenkins jensen johnson johnston jones jordan joseph kelley kelly kennedy kim king klein
        knight lambert landry lane lara larson lawrence lawson le lee leon leonard lewis li lin little liu long lopez lowe lozano
        lucas lynch lyons maldonado malone marks marsh marshall martin martinez mason mathews matthews may mccarthy mccoy mcdonald
        mckinney mclaughlin medina mejia mendez mendoza meyer miller mills mitchell molina montgomery moody moore morales moran
        """);

    /// <summary>Endings of domains.</summary>
    public static readonly byte[][] DomainEndings = Split("com org net info biz");

    private static byte[][] Split(string text, char separator = ' ') =>
        [.. text.Split(separator == ' ' ? [' ', '\r', '\n'] : [separator], StringSplitOptions.RemoveEmptyEntries).Select(Encoding.UTF8.GetBytes)];
}
