//! Small pieces that pages share. They hold no state and know nothing of the
//! store or the server: a page gives them what they show.

mod chart_figure;
mod choice;
mod data_table;
mod empty;
mod error_summary;
mod field;
mod mark;
mod notice;
mod page_head;
mod site_footer;
mod site_header;
mod text_area;
mod theme;

pub use chart_figure::{ChartFigure, ChartLink, FileLinks};
pub use choice::Choice;
pub use data_table::{DataTable, TableData};
pub use empty::Empty;
pub use error_summary::ErrorSummary;
pub use field::Field;
pub use mark::Mark;
pub use notice::{Notice, NoticeKind};
pub use page_head::PageHead;
pub use site_footer::SiteFooter;
pub use site_header::SiteHeader;
pub use text_area::TextArea;
pub use theme::Theme;

/// Text as the content of an element that holds nothing but text (`textarea`,
/// `title`), to be set as its inner HTML. Leptos would write it unescaped there, and
/// put marks of its own beside it, which are text in these elements.
#[must_use]
pub fn plain_content(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(all(test, feature = "ssr"))]
mod tests;
