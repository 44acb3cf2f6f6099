//! A chart as a PNG, in the light theme.

use super::ChartError;
use super::bitmap::Bitmap;
use super::font;
use super::palette::Role;
use super::polar::whole;
use super::surface::Plan;
use plotters::backend::BitMapBackend;
use plotters::drawing::IntoDrawingArea;

/// How wide a picture is, in pixels.
pub const WIDTH: u32 = 1600;

/// How many pixels a picture has at most: a board of many teams is very high, and
/// nobody wants 90 MB of it in memory.
const MOST: f64 = 12_000_000.0;

/// Draws a plan as a picture that is [`WIDTH`] pixels wide, or narrower where it
/// would have too many pixels.
///
/// # Errors
/// [`ChartError`] where the font, the drawing or the encoding fails.
pub fn png<P: Plan>(plan: &P, title: &str) -> Result<Vec<u8>, ChartError> {
    if !font::ready() {
        return Err(ChartError::Font);
    }
    let (width, height) = plan.size();
    let unit = (f64::from(WIDTH) / width).min((MOST / (width * height).max(1.0)).sqrt());
    let pixels = |length: f64| whole(length * unit).max(1).unsigned_abs();
    let size = (pixels(width), pixels(height));
    // Paper is white.
    let mut pixels = vec![0xff; size.0 as usize * size.1 as usize * 3];
    {
        let inner = BitMapBackend::with_buffer_and_format(&mut pixels, size)
            .map_err(|error| ChartError::Draw(error.to_string()))?;
        let canvas = Bitmap::new(inner).into_drawing_area();
        plan.draw(&canvas, unit).map_err(|error| ChartError::Draw(error.to_string()))?;
        canvas.present().map_err(|error| ChartError::Draw(error.to_string()))?;
    }
    debug_assert_eq!(Role::Paper.light(), (0xff, 0xff, 0xff));
    encode(&pixels, size, title)
}

fn encode(pixels: &[u8], (width, height): (u32, u32), title: &str) -> Result<Vec<u8>, ChartError> {
    let mut file = Vec::with_capacity(256 * 1024);
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    encoder.set_filter(png::FilterType::Up);
    encoder.add_itxt_chunk("Title".to_owned(), title.to_owned())?;
    let mut writer = encoder.write_header()?;
    writer.write_image_data(pixels)?;
    writer.finish()?;
    Ok(file)
}
