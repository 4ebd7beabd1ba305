import { AdapterShelf } from "./adapters/AdapterShelf.tsx";
import { FitSection } from "./fit/FitSection.tsx";
import { AboutModel } from "./library/AboutModel.tsx";
import { ModelProblem } from "./library/ModelProblem.tsx";
import { NoteSection } from "./library/NoteSection.tsx";
import { ProjectorSection } from "./library/ProjectorSection.tsx";
import type { ModelSection, ModelsShelf } from "./part.ts";
import { PresetsSection } from "./presets/PresetsSection.tsx";
import { TemplateFaultSection } from "./presets/TemplateFaultSection.tsx";
import { QuantiseSection } from "./quantise/QuantiseSection.tsx";

/** What stands on the page of the models that are here: a part adds its line, and nothing else changes. Its pages are in tabs.ts. */

/** Under the table of models, from above. */
export const shelves: readonly ModelsShelf[] = [AdapterShelf];

/** In the inspector of the selected model, from above. Each shows nothing where it has nothing to say of this model. */
export const sections: readonly ModelSection[] = [
  ModelProblem,
  TemplateFaultSection,
  FitSection,
  PresetsSection,
  ProjectorSection,
  AboutModel,
  NoteSection,
  QuantiseSection,
];
