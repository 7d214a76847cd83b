/** The header of a column: between its words and its unit it may break, within the unit it never does. */
export function HeadText({ text }: { text: string }) {
  const parts = /^(.+?)(\s*)([（(][^（()）]*[）)])$/.exec(text);
  if (!parts) return text;
  return (
    <>
      {parts[1]}
      {parts[2]}
      <span className="nowrap">{parts[3]}</span>
    </>
  );
}
