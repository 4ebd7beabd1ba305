/** What is wrong with an adapter's files, as a clause ("its r is missing"). The caller knows which files. */
export class AdapterProblem extends Error {
  override readonly name = "AdapterProblem";
}
