import remarkGfm from "remark-gfm";
import { memo, startTransition, useEffect, useId, useMemo, useState } from "react";
import ReactMarkdown, { type Components, type Options } from "react-markdown";
import { Code } from "./Code.tsx";
import { CodeBlock } from "./CodeBlock.tsx";
import { extrasFor, loadExtras, useExtras } from "./extras.ts";
import { HeadingDepths, headingDepths } from "./heading-levels.ts";
import { headings } from "./Headings.tsx";
import { Link } from "./Link.tsx";
import { normaliseMath } from "./math-marks.ts";
import { PictureNote } from "./PictureNote.tsx";
import { showDefinitions, splitBlocks } from "./split-blocks.ts";
import { TaskMark } from "./TaskMark.tsx";
import { WideTable } from "./WideTable.tsx";
import "./markdown.css";

/** Code longer than this stands in one colour: thousands of coloured words would hold the page up for seconds. */
const longestColouredCharacters = 60_000;
/** The same for a piece that is still growing, which is parsed again up to 30 times a second. */
const longestColouredWhileGrowing = 4_000;

/** Some screens of text. */
const drawnAtOnceCharacters = 6_000;

/**
 * Text of a model as Markdown. Raw HTML stays text, pictures are named and not loaded, links ask before they open. Pieces that did not
 * change are not parsed again, so that a long answer can be streamed; what counts in the whole text (notes, addresses given
 * apart) is joined when it is no longer being written.
 */
export function Markdown({ text, writing = false }: { text: string; writing?: boolean | undefined }) {
  const blocks = useMemo(() => splitBlocks(text, { apart: writing }), [text, writing]);
  const found = headingDepths(text).join(" ");
  const depths = useMemo(() => (found === "" ? [] : found.split(" ").map(Number)), [found]);
  const from = useDrawnFrom(blocks, writing);
  return (
    <HeadingDepths value={depths}>
      {blocks.map(
        (block, index) =>
          index >= from && (
            <Block
              key={index}
              text={writing ? showDefinitions(block) : block}
              growing={writing && index === blocks.length - 1}
            />
          ),
      )}
    </HeadingDepths>
  );
}

/** A conversation opens at its end: of a long text the last pieces are drawn at once, those before when the page is idle. */
function useDrawnFrom(blocks: readonly string[], writing: boolean): number {
  const [from, setFrom] = useState(() => (writing ? 0 : lastPieces(blocks)));
  useEffect(() => {
    if (from === 0) return;
    const idle = requestIdleCallback(() => startTransition(() => setFrom(0)), { timeout: 500 });
    return () => cancelIdleCallback(idle);
  }, [from]);
  return from;
}

function lastPieces(blocks: readonly string[]): number {
  let characters = 0;
  let from = blocks.length;
  while (from > 0 && characters < drawnAtOnceCharacters) {
    from -= 1;
    characters += blocks[from]?.length ?? 0;
  }
  return from;
}

const Block = memo(function Block({ text, growing }: { text: string; growing: boolean }) {
  const prefix = useId();
  const { highlight, math } = useExtras();
  const needs = extrasFor(text);
  const waits = (needs.highlight && highlight === null) || (needs.math && math === null);
  useEffect(() => {
    if (waits) void loadExtras(extrasFor(text));
  }, [waits, text]);

  const coloured = text.length <= (growing ? longestColouredWhileGrowing : longestColouredCharacters);
  const remarkPlugins: Options["remarkPlugins"] = needs.math && math !== null ? [remarkGfm, math.plugin] : withoutMath;
  const rehypePlugins: Options["rehypePlugins"] =
    needs.highlight && highlight !== null && coloured ? [highlight] : none;
  return (
    <ReactMarkdown
      remarkPlugins={remarkPlugins}
      remarkRehypeOptions={{ clobberPrefix: prefix }}
      rehypePlugins={rehypePlugins}
      urlTransform={asWritten}
      components={components}
    >
      {normaliseMath(text)}
    </ReactMarkdown>
  );
});

const withoutMath: Options["remarkPlugins"] = [remarkGfm];
const none: Options["rehypePlugins"] = [];

/** Addresses reach Link and PictureNote as they were written; both decide what may be done with them. */
function asWritten(address: string): string {
  return address;
}

const components: Components = {
  a: Link,
  code: Code,
  img: PictureNote,
  input: TaskMark,
  pre: CodeBlock,
  table: WideTable,
  ...headings,
};
