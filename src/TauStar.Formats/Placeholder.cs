namespace TauStar.Formats;
