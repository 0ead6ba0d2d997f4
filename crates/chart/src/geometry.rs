//! Points, boxes and the two scales of a plot.

/// A place in the drawing; y grows downwards.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Place {
    pub(crate) x: f64,
    pub(crate) y: f64,
}

/// A box.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Frame {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) right: f64,
    pub(crate) bottom: f64,
}

impl Frame {
    /// How much two boxes share.
    pub(crate) fn overlap(&self, other: &Self) -> f64 {
        let wide = self.right.min(other.right) - self.left.max(other.left);
        let high = self.bottom.min(other.bottom) - self.top.max(other.top);
        wide.max(0.0) * high.max(0.0)
    }

    /// Whether the straight line from one place to the other touches the box.
    pub(crate) fn is_crossed(&self, from: Place, to: Place) -> bool {
        let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        let sides = [
            (-dx, from.x - self.left),
            (dx, self.right - from.x),
            (-dy, from.y - self.top),
            (dy, self.bottom - from.y),
        ];
        for (towards, distance) in sides {
            if towards.abs() < 1e-9 {
                if distance < 0.0 {
                    return false;
                }
            } else if towards < 0.0 {
                enter = enter.max(distance / towards);
            } else {
                leave = leave.min(distance / towards);
            }
        }
        enter <= leave
    }
}

/// Days across, shares up, inside a box.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plot {
    pub(crate) frame: Frame,
    pub(crate) days: f64,
}

impl Plot {
    /// The place of a day.
    pub(crate) fn x(&self, day: f64) -> f64 {
        let share = if self.days > 0.0 { clean(day) / self.days } else { 0.0 };
        self.frame.left + share.clamp(0.0, 1.0) * (self.frame.right - self.frame.left)
    }

    /// The place of a share; beyond 0 and 1 it stays at the rim.
    pub(crate) fn y(&self, share: f64) -> f64 {
        self.frame.bottom - clean(share).clamp(0.0, 1.0) * (self.frame.bottom - self.frame.top)
    }

    /// The place of both.
    pub(crate) fn place(&self, day: f64, share: f64) -> Place {
        Place { x: self.x(day), y: self.y(share) }
    }
}

/// A number fit for drawing: what is none counts as zero.
pub(crate) fn clean(value: f64) -> f64 {
    if value.is_finite() { value } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNIT: Frame = Frame { left: 10.0, top: 10.0, right: 20.0, bottom: 20.0 };

    fn at(x: f64, y: f64) -> Place {
        Place { x, y }
    }

    #[test]
    fn lines_through_and_beside_a_box_are_told_apart() {
        assert!(UNIT.is_crossed(at(0.0, 0.0), at(30.0, 30.0)));
        assert!(UNIT.is_crossed(at(15.0, 0.0), at(15.0, 30.0)));
        assert!(UNIT.is_crossed(at(12.0, 12.0), at(13.0, 13.0)));
        assert!(!UNIT.is_crossed(at(0.0, 30.0), at(9.0, 0.0)));
        assert!(!UNIT.is_crossed(at(0.0, 0.0), at(9.0, 9.0)), "it ends before the box");
        assert!(!UNIT.is_crossed(at(0.0, 5.0), at(30.0, 5.0)));
    }

    #[test]
    fn scales_stay_inside_and_survive_what_is_no_number() {
        let plot = Plot { frame: UNIT, days: 30.0 };
        assert_eq!(plot.place(15.0, 0.5), at(15.0, 15.0));
        assert_eq!(plot.place(99.0, 1.7), at(20.0, 10.0));
        assert_eq!(plot.place(f64::NAN, f64::INFINITY), at(10.0, 20.0));
        assert_eq!(Plot { frame: UNIT, days: 0.0 }.place(3.0, 0.0), at(10.0, 20.0));
    }
}
