import { useLocation } from "wouter";
import { ReaderPage } from "#renderer/documents/reader/ReaderPage.tsx";

/** A document that is read; one goes back to the answer, the results or the collection one came from. */
export function ReaderRoute({ documentId, place }: { documentId: string; place: string }) {
  const [, navigate] = useLocation();
  return (
    <ReaderPage
      key={documentId}
      documentId={documentId}
      place={place}
      // The next passage takes the place of this one: back leads out of the document.
      onOpen={(path) => navigate(path, { replace: true })}
      onBack={() => {
        if (window.history.length > 1) window.history.back();
        else navigate("/documents");
      }}
    />
  );
}
