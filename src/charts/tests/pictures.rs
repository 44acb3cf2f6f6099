//! Pictures of pixels.

use super::examples;
use crate::charts::palette::Role;
use crate::charts::png::WIDTH;

/// Width, height, title and the pixels' colours.
fn decode(file: &[u8]) -> (u32, u32, String, Vec<(u8, u8, u8)>) {
    let decoder = png::Decoder::new(file);
    let mut reader = decoder.read_info().expect("a PNG begins with its header");
    let mut bytes = vec![0; reader.output_buffer_size()];
    let frame = reader.next_frame(&mut bytes).expect("it holds a picture");
    assert_eq!((frame.color_type, frame.bit_depth), (png::ColorType::Rgb, png::BitDepth::Eight));
    let title = reader.info().utf8_text.iter().find(|chunk| chunk.keyword == "Title");
    let title = title.map_or_else(String::new, |chunk| chunk.get_text().expect("it is UTF-8"));
    let pixels = bytes[..frame.buffer_size()].chunks(3).map(|rgb| (rgb[0], rgb[1], rgb[2]));
    (frame.width, frame.height, title, pixels.collect())
}

#[test]
fn a_picture_is_1600_pixels_wide_and_holds_its_title_and_its_series() {
    let file = examples::named("radar_two_rounds").png().expect("it can be drawn");
    let (width, height, title, pixels) = decode(&file);
    assert_eq!(width, WIDTH);
    assert!(height > 800, "{height}");
    assert_eq!(pixels.len(), (width * height) as usize);
    assert_eq!(title, "Changes wait, and people agree why");
    for role in Role::ALL.into_iter().filter(|role| !role.name().starts_with("heat-")) {
        let count = pixels.iter().filter(|pixel| **pixel == role.light()).count();
        assert!(count > 100, "{role:?}: {count} pixels");
    }
    // Its edge is free.
    let white = |pixel: &&(u8, u8, u8)| **pixel == Role::Paper.light();
    assert_eq!(pixels.iter().take(20 * width as usize).filter(white).count(), 20 * width as usize);
}

#[test]
fn every_chart_becomes_a_picture() {
    for example in examples::all() {
        let file = example.chart.png().unwrap_or_else(|error| panic!("{}: {error}", example.name));
        assert_eq!(decode(&file).0, WIDTH, "{}", example.name);
        assert!(file.len() < 1_500_000, "{}: {} bytes", example.name, file.len());
    }
}

#[test]
fn a_picture_of_the_same_figures_is_the_same_to_the_byte() {
    let picture = || examples::named("dots_gaps").png().expect("it can be drawn");
    assert_eq!(picture(), picture());
}

#[test]
fn a_picture_of_a_heat_map_has_every_step_with_its_ink() {
    let file = examples::named("heat_full").png().expect("it can be drawn");
    let (_, _, _, pixels) = decode(&file);
    for role in Role::ALL.into_iter().filter(|role| role.name().starts_with("heat-")) {
        let count = pixels.iter().filter(|pixel| **pixel == role.light()).count();
        assert!(count > 100, "{role:?}: {count} pixels");
    }
}

#[test]
fn a_board_of_many_teams_is_narrower_and_no_larger_than_memory_can_bear() {
    let chart = examples::heat_of(&examples::board_large(200));
    let (width, height, ..) = decode(&chart.png().expect("it can be drawn"));
    assert!(u64::from(width) * u64::from(height) <= 12_050_000, "{width} by {height}");
    assert!((800..WIDTH).contains(&width), "{width} by {height}");
    // The same as SVG stays small enough to be sent to a page.
    let svg = chart.svg_file();
    assert!(svg.len() < 600_000, "{} bytes", svg.len());
}
