/** A dash in a cell without a value; assistive technology reads why there is none. */
export function Nothing({ children: why }: { children: string }) {
  return (
    <>
      <span aria-hidden="true" className="t3" title={why}>
        –
      </span>
      <span className="sr">{why}</span>
    </>
  );
}
