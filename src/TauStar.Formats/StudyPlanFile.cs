using TauStar.Data;
using TauStar.Studies;

namespace TauStar.Formats;

/// <summary>The plan of a study as a file. Stand-in: the reader itself is not here yet.</summary>
public static class StudyPlanFile
{
    /// <summary>Reads a plan.</summary>
    /// <exception cref="InputException">No such file, or no plan.</exception>
    public static StudyPlan Read(string path) => throw new NotImplementedException(path);
}
