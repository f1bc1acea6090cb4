import type { ReactNode } from "react";

/** Line icons on a 24 grid, drawn for this studio; decorative, so always beside or under a label. */
function icon(drawing: ReactNode) {
  return function Icon() {
    return (
      <svg
        viewBox="0 0 24 24"
        width="20"
        height="20"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.8"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
        focusable="false"
      >
        {drawing}
      </svg>
    );
  };
}

export const BrushIcon = icon(<path d="M19.500 4.500 9.800 14.200M7 13.200a3.300 3.300 0 0 1 3.400 3.400c0 2.300-2 3.400-6.400 3.400 1-1.200 1-2.200 1-3.400a3.200 3.200 0 0 1 2-3.400Z" />);
export const EraserIcon = icon(<path d="m4.600 14.600 8.800-8.800a2 2 0 0 1 2.800 0l3 3a2 2 0 0 1 0 2.800L11.800 19H8.600l-4-3.200a.9.900 0 0 1 0-1.200ZM9 10.200l5.600 5.600M11.800 19H20" />);
export const UndoIcon = icon(<path d="M8 5 4 9l4 4M4.500 9H14a5.500 5.500 0 0 1 0 11h-4" />);
export const RedoIcon = icon(<path d="m16 5 4 4-4 4M19.500 9H10a5.500 5.500 0 0 0 0 11h4" />);
export const ClearIcon = icon(<path d="M5 7h14M10 4h4M7 7l.9 12.200h8.200L17 7M10.500 11v4.500M13.500 11v4.500" />);
export const SaveIcon = icon(<path d="M12 4v11M7.500 11 12 15.500 16.500 11M5 20h14" />);
export const UploadIcon = icon(<path d="M12 15.500V4.500M7.500 9 12 4.500 16.500 9M5 20h14" />);
export const HelpIcon = icon(
  <>
    <rect x="3" y="6.500" width="18" height="11.500" rx="2.200" />
    <path d="M7 10.200h.01M10.300 10.200h.01M13.700 10.200h.01M17 10.200h.01M8.500 14.300h7" />
  </>,
);
export const CheckIcon = icon(<path d="m5 12.500 4.500 4.500L19 7.500" />);
export const CrossIcon = icon(<path d="m6.500 6.500 11 11M17.500 6.500l-11 11" />);
export const AlertIcon = icon(<path d="M12 4.500 21 19.500H3L12 4.500ZM12 10.500v4M12 17h.01" />);
export const ChevronIcon = icon(<path d="m8 10 4 4 4-4" />);
export const BackIcon = icon(<path d="M19 12H5.500M11 6l-6 6 6 6" />);
export const PlusIcon = icon(<path d="M12 5.500v13M5.500 12h13" />);
export const MinusIcon = icon(<path d="M5.500 12h13" />);
export const CameraIcon = icon(
  <>
    <path d="M4.500 8h3l1.600-2.500h5.800L16.500 8h3a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-15a1 1 0 0 1-1-1V9a1 1 0 0 1 1-1Z" />
    <circle cx="12" cy="13" r="3.300" />
  </>,
);
export const RegionIcon = icon(<path d="M4 8V5.500A1.500 1.500 0 0 1 5.500 4H8M16 4h2.500A1.500 1.500 0 0 1 20 5.500V8M20 16v2.500a1.500 1.500 0 0 1-1.500 1.500H16M8 20H5.500A1.500 1.500 0 0 1 4 18.500V16M9 9h6v6H9Z" />);
export const LinkIcon = icon(<path d="M10 14a4 4 0 0 0 5.700 0l3-3a4 4 0 0 0-5.700-5.700l-1 1M14 10a4 4 0 0 0-5.700 0l-3 3a4 4 0 0 0 5.700 5.700l1-1" />);
export const SlidersIcon = icon(<path d="M4 7.500h9M17.500 7.500H20M4 16.500h2.500M11 16.500h9M15.200 5.200v4.600M8.800 14.200v4.600" />);
export const SimilarIcon = icon(
  <>
    <rect x="3.500" y="7.500" width="11" height="11" rx="1.800" />
    <path d="M8 4.500h10.700a1.800 1.800 0 0 1 1.800 1.800V16" />
  </>,
);
export const WhyIcon = icon(
  <>
    <path d="M2.800 12S6.200 5.800 12 5.800 21.200 12 21.200 12 17.800 18.200 12 18.200 2.800 12 2.800 12Z" />
    <circle cx="12" cy="12" r="2.700" />
  </>,
);
export const NextIcon = icon(<path d="m9.500 5.500 6.500 6.500-6.500 6.500" />);
export const PreviousIcon = icon(<path d="M14.500 5.500 8 12l6.500 6.500" />);
export const InfoIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.500" />
    <path d="M12 11v5M12 8h.01" />
  </>,
);
export const PictureIcon = icon(
  <>
    <rect x="3.500" y="5" width="17" height="14" rx="2.200" />
    <path d="m4 16.500 4.500-4.500 3.500 3.500 2.500-2.500 5.500 5M15.500 9.200h.01" />
  </>,
);
export const BrokenPictureIcon = icon(<path d="M11 5H5.700A2.200 2.200 0 0 0 3.500 7.200v9.600A2.200 2.200 0 0 0 5.700 19H9l3-4-2-3.500L12.500 8 11 5ZM15 5h3.300a2.200 2.200 0 0 1 2.200 2.200v9.600a2.200 2.200 0 0 1-2.200 2.200H13l2.500-4-2-3.500L16.500 8 15 5Z" />);
export const FolderIcon = icon(<path d="M3.500 17.800V6.700c0-.9.700-1.700 1.700-1.700h4.100l2 2.500h7.500c1 0 1.700.8 1.700 1.700v8.600c0 .9-.7 1.700-1.700 1.700H5.200c-1 0-1.700-.8-1.700-1.700Z" />);
export const ArchiveIcon = icon(<path d="M4 8.500h16M5 8.500V19h14V8.500l-1.500-4h-11L5 8.500ZM12 8.500v3M12 13.500v2" />);
export const SearchIcon = icon(
  <>
    <circle cx="10.500" cy="10.500" r="6" />
    <path d="m15 15 5 5" />
  </>,
);
export const AlikeIcon = icon(
  <>
    <rect x="3.500" y="3.500" width="10.500" height="10.500" rx="2" />
    <path d="M17.500 10h1a2 2 0 0 1 2 2v6.500a2 2 0 0 1-2 2H12a2 2 0 0 1-2-2v-1" />
  </>,
);
export const RepeatIcon = icon(<path d="M19.500 12a7.500 7.500 0 1 1-2.300-5.400L19.500 9M19.500 4.500V9H15" />);
export const CopyIcon = icon(<path d="M9 8.500h9.500a1 1 0 0 1 1 1V19a1 1 0 0 1-1 1H9a1 1 0 0 1-1-1V9.500a1 1 0 0 1 1-1ZM4.500 15V5a1 1 0 0 1 1-1H15" />);
export const FilterIcon = icon(<path d="M4 7h16M7 12h10M10 17h4" />);
export const SmallTilesIcon = icon(<path d="M5 5h2v2H5zM11 5h2v2h-2zM17 5h2v2h-2zM5 11h2v2H5zM11 11h2v2h-2zM17 11h2v2h-2zM5 17h2v2H5zM11 17h2v2h-2zM17 17h2v2h-2z" />);
export const MediumTilesIcon = icon(<path d="M5 5h5.500v5.500H5zM13.500 5H19v5.500h-5.500zM5 13.500h5.500V19H5zM13.500 13.500H19V19h-5.500z" />);
export const LargeTilesIcon = icon(<rect x="5" y="5" width="14" height="14" rx="1.500" />);
export const CollapseIcon = icon(<path d="M12.500 7 7.500 12l5 5M18 7l-5 5 5 5" />);
export const PencilIcon = icon(<path d="m5 19 .8-3.800L16 5a1.800 1.800 0 0 1 2.500 0l.5.500a1.800 1.800 0 0 1 0 2.500L8.800 18.200 5 19ZM14 7l3 3" />);
export const DotsIcon = icon(<path d="M5.500 12h.01M12 12h.01M18.500 12h.01" strokeWidth="3" />);
export const StopIcon = icon(<rect x="6.500" y="6.500" width="11" height="11" rx="1.500" />);
export const MoveIcon = icon(<path d="M4 7.500v9A1.500 1.500 0 0 0 5.500 18H11M4 7.500A1.500 1.500 0 0 1 5.500 6H11M10 12h10M16.500 8.500 20 12l-3.500 3.500" />);
export const TeachIcon = icon(<path d="M12 4.500 21 9l-9 4.500L3 9l9-4.500ZM6.500 11v4.500c0 1.200 2.500 2.500 5.500 2.500s5.500-1.300 5.500-2.500V11M21 9v5" />);
export const FaceIcon = icon(
  <>
    <path d="M4 8V5.500A1.500 1.500 0 0 1 5.500 4H8M16 4h2.500A1.500 1.500 0 0 1 20 5.500V8M20 16v2.500a1.500 1.500 0 0 1-1.500 1.500H16M8 20H5.500A1.500 1.500 0 0 1 4 18.500V16" />
    <path d="M9.300 10h.01M14.700 10h.01M9 14.200c1.600 1.700 4.400 1.700 6 0" />
  </>,
);
export const SwapIcon = icon(<path d="M8 4.500 4.500 8 8 11.500M5 8h14.500M16 12.500l3.500 3.500-3.500 3.500M19 16H4.500" />);
export const PersonIcon = icon(<path d="M12 12a3.800 3.800 0 1 0 0-7.600 3.800 3.800 0 0 0 0 7.600ZM4.500 20c.700-3.500 3.600-5.500 7.500-5.500s6.800 2 7.500 5.500" />);
export const PlayIcon = icon(<path d="M8 5.500v13l10.500-6.500L8 5.500Z" />);
export const PauseIcon = icon(<path d="M8.500 6v12M15.500 6v12" strokeWidth="2.400" />);
export const SentenceIcon = icon(<path d="M5.500 5h13A1.500 1.500 0 0 1 20 6.500v8a1.500 1.500 0 0 1-1.500 1.500H12l-4 3.500V16H5.500A1.500 1.500 0 0 1 4 14.500v-8A1.500 1.500 0 0 1 5.500 5ZM8 9h8M8 12.200h5" />);
