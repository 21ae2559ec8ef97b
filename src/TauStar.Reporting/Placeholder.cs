namespace TauStar.Reporting;
