/** The functions of rows that the page has room for. */
export const ROWS = ["softmax", "entmax15", "sparsemax"] as const;
