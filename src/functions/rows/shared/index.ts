import type { RowSharing } from "../sharing.js";
import { sharedEntries } from "./entries.js";
import { sharePieceResults, sharePieceSums } from "./pieces.js";
import { shareQuotients } from "./quotients.js";
import { reduceShared, transformShared } from "./records.js";
import { sharePieces, shareRows } from "./rows.js";
import { shareTerms } from "./terms.js";

/** The ways in which threads share rows. */
export const shared: RowSharing = {
  rows: shareRows,
  entries: sharedEntries,
  quotients: shareQuotients,
  transform: transformShared,
  reduce: reduceShared,
  pieces: sharePieces,
  sum: sharePieceSums,
  finish: sharePieceResults,
  terms: shareTerms,
};
