import { useLocation } from "wouter";
import { DocumentsRoom, type DocumentsPlace } from "#renderer/documents/DocumentsRoom.tsx";

/** The collections, one of them, or the search; the reader of one document has a route of its own. */
export function DocumentsRoute({ place }: { place: DocumentsPlace }) {
  const [, navigate] = useLocation();
  return (
    <DocumentsRoom
      place={place}
      onOpen={(collectionId) =>
        navigate(collectionId === null ? "/documents" : `/documents/collection/${collectionId}`)
      }
      onSearch={() => navigate("/documents/search")}
    />
  );
}
