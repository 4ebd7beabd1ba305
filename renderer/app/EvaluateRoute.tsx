import { useLocation } from "wouter";
import { EvaluatePage } from "#renderer/documents/evaluate/EvaluatePage.tsx";

/** Questions of one collection; back leads to its documents. */
export function EvaluateRoute({ collectionId }: { collectionId: string }) {
  const [, navigate] = useLocation();
  return (
    <EvaluatePage
      key={collectionId}
      collectionId={collectionId}
      onBack={() => navigate(`/documents/collection/${collectionId}`)}
    />
  );
}
