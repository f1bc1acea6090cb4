/** Short names for what the server sends; `schema.ts` is generated from its OpenAPI document. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Problem = Schemas["Problem"];
export type Box = Schemas["Box"];
export type Raster = Schemas["Raster"];
export type Preview = Schemas["Preview"];
export type DigitsReply = Schemas["DigitsReply"];
export type ModelReading = Schemas["ModelReading"];
export type GlyphReading = Schemas["GlyphReading"];
export type InsideReply = Schemas["InsideReply"];
export type LayerView = Schemas["LayerView"];
export type LayerKind = LayerView["kind"];
export type EvidenceMap = Schemas["EvidenceMap"];
export type ArithmeticReply = Schemas["ArithmeticReply"];
export type ArithmeticTerm = Schemas["ArithmeticTerm"];
export type ModelSummary = Schemas["ModelSummary"];
export type ModelCard = Schemas["ModelCard"];
export type ModelsReply = Schemas["ModelsReply"];
export type EpochFigures = Schemas["EpochFigures"];
export type MetricFigure = Schemas["MetricFigure"];
export type LatencyReply = Schemas["LatencyReply"];
export type BenchmarkReply = Schemas["BenchmarkReply"];
export type BenchmarkResult = Schemas["BenchmarkResult"];
export type BenchmarkRow = Schemas["BenchmarkRow"];
export type BenchmarkProgress = Schemas["BenchmarkProgress"];
export type Mistake = Schemas["Mistake"];
export type StatusReply = Schemas["StatusReply"];
export type DoctorReply = Schemas["DoctorReply"];
export type Sample = Schemas["Sample"];
export type SamplesReply = Schemas["SamplesReply"];
